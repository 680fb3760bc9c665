package dev.breakwater.cli.command;

import dev.breakwater.cli.receive.Endpoint;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.receive.Receiver;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code breakwater receive}. */
@Command(
        name = "receive",
        description = {
            "Receives metric streams and log subscriptions from Firehose over HTTPS.",
            "It checks the access key, writes the delivery where the job reads it, and then acknowledges it.",
            "GET /health and /metrics show its state. After SIGTERM, it writes everything that it has accepted, "
                    + "and then ends."
        })
public final class ReceiveCommand extends TerminalCommand {

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws Exception {
        Settings settings = config.settings();
        Receiver receiver = new Endpoint(settings, System.getenv()).start();
        String scheme = settings.receive().tls().present() ? "https" : "http";
        String host = settings.receive().host();
        out().printf(
                        "listening on %s://%s:%d, landing in %s%n",
                        scheme,
                        host.contains(":") ? "[" + host + "]" : host,
                        receiver.address().getPort(),
                        settings.receive().path());
        out().flush();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(receiver), "receive-close"));
        // waits until the process is stopped
        new CountDownLatch(1).await();
        return 0;
    }

    private void close(Receiver receiver) {
        try {
            receiver.close();
            note("the endpoint was stopped; every accepted delivery is written, and Firehose"
                    + " sends the others again");
        } catch (IOException e) {
            note("data that has landed is safe, and readers see it after the next start: " + e.getMessage());
        }
    }
}
