package dev.breakwater.cli.console;

import dev.breakwater.cli.door.Answer;
import dev.breakwater.cli.door.Callbacks;
import dev.breakwater.connectors.http.HttpCall;
import dev.breakwater.connectors.http.Reply;
import dev.breakwater.connectors.http.Service;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * The listener for PagerDuty and Slack. The listener serves only the paths of PagerDuty and Slack, and {@code /health}.
 */
record CallbackService(Callbacks callbacks) implements Service {

    private static final Set<String> PATHS = Set.of("/pagerduty", "/slack");

    @Override
    public int largest() {
        return Callbacks.LARGEST;
    }

    @Override
    public boolean underAnyName(HttpCall call) {
        return call.path().equals("/health");
    }

    @Override
    public Optional<Reply> atOnce(HttpCall call) {
        if (call.path().equals("/health") && call.reads()) return Optional.of(Reply.text(200, "ok"));
        if (!PATHS.contains(call.path())) return Optional.of(Reply.text(404, ""));
        return call.method().equals("POST") ? Optional.empty() : Optional.of(Reply.text(405, ""));
    }

    @Override
    public Reply answer(HttpCall call, InputStream body) throws IOException {
        Answer said = callbacks.take(call, body.readAllBytes());
        Reply reply = Reply.text(said.status(), said.text());
        return said.status() == 401 ? reply.later() : reply;
    }
}
