package dev.breakwater.cli.door;

import dev.breakwater.cli.door.RequestAnswer.Denied;
import dev.breakwater.cli.door.Users.Right;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.engine.control.Request.Kind;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts requests from people. A person is known by the shared token, by the person's own token, or by a proxy that
 * has a secret and names the person. A caller without a key gets no details.
 *
 * @param refusals the counter of refusals
 * @param silent   whether the job does not report
 */
public record People(RequestDesk desk, People.Keys keys, People.Refusals refusals, BooleanSupplier silent) {

    /** The largest body, in bytes. No request needs that many bytes. */
    public static final int LARGEST = 64 << 10;

    /**
     * The people who may use the service. If a key is empty, its vendor cannot send requests.
     *
     * @param token   the shared token, which is sent as a bearer token or in a form. For reading, it can be sent as the
     *                password of Basic
     * @param proxy   how a proxy names the person
     * @param reading whether reading the pages needs a key
     * @param users   the list of people; if it is not empty, a proxy can name only people in the list, and each person
     *                has the rights in the list
     */
    public record Keys(String token, ProxyIdentity proxy, boolean reading, Users users) {

        /** Returns whether anybody may send requests. */
        public boolean open() {
            return !token.isEmpty() || proxy.trusted() || users.listed();
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /** Returns the refusal, or nothing if the caller may read the pages. */
    public Optional<RequestAnswer> refusedToRead(HttpCall call) {
        if (!keys.reading) return Optional.empty();
        return Optional.ofNullable(RequestAnswer.to(call, refusals, () -> {
            once(call);
            person(call, password(call));
            return null; // nothing is refused
        }));
    }

    /** Handles a request, and never throws. */
    public RequestAnswer take(HttpCall call, byte[] body) {
        return RequestAnswer.to(call, refusals, () -> {
            if (body.length > LARGEST) throw new Denied(413, "over 64 KiB");
            once(call);
            return heard(call, body);
        });
    }

    /**
     * Refuses a request that repeats a header, because the proxy may have added one value and the client another value.
     */
    private void once(HttpCall call) throws Denied {
        for (String header : keys.proxy.headers()) RequestFields.header(call, header);
        for (String header : List.of("authorization", "origin")) RequestFields.header(call, header);
    }

    private RequestAnswer heard(HttpCall call, byte[] body) throws Denied, IOException {
        boolean json = call.header("content-type").startsWith("application/json");
        RequestFields said = json ? RequestFields.NONE : RequestFields.form(new String(body, StandardCharsets.UTF_8));
        Person person = person(call, bearer(call).orElse(said.get("token")));
        if (person.proxied) ours(call);
        if (json) said = RequestFields.json(body);
        Kind kind = said.kind();
        if (person.may.compareTo(Right.of(kind)) < 0) {
            throw new Denied(
                    403,
                    person.name + " may not " + kind.wire() + ": it needs " + may(Right.of(kind))
                            + ", but door.users has " + may(person.may) + " for this person");
        }
        String length = said.values().getOrDefault("for", chosen(kind, said));
        Ask ask = new Ask(
                kind,
                said.get("incident"),
                said.get("function"),
                said.get("account"),
                said.get("region"),
                RequestFields.length(kind, length));
        if (kind == Kind.ACCEPT) ask = ask.covering(said.times());
        RequestAnswer.Heard heard = new RequestAnswer.Heard(
                ask,
                // a form that is sent twice is one request
                said.get("id").matches("[A-Za-z0-9-]{1,64}") ? said.get("id") : "",
                person.name,
                person.proxied ? "console behind a proxy" : "console",
                0,
                silent.getAsBoolean());
        String alert = said.get("alert");
        return alert.isEmpty() ? RequestAnswer.of(desk, heard) : RequestAnswer.ofAlert(desk, heard, alert, null);
    }

    /** Returns the time that was chosen in a form, which has a choice for each of these kinds. */
    private static String chosen(Kind kind, RequestFields said) {
        return switch (kind) {
            case ACCEPT -> said.get("days");
            case PROTECT -> said.get("hours");
            case DECLINE -> said.get("no");
            default -> "";
        };
    }

    private static String may(Right right) {
        return "\"may: " + right.name().toLowerCase(Locale.ROOT) + '"';
    }

    /**
     * Returns whether a page of another site sent the request. Such a page can use the browser of a person whom the
     * proxy knows.
     */
    private static void ours(HttpCall call) throws Denied {
        String origin = call.header("origin");
        boolean ours = origin.isEmpty() || origin.replaceFirst("^https?://", "").equals(call.header("host"));
        if (!ours) throw Denied.noKey("a page of another site sent the request");
    }

    /** Returns the person who sent the request. */
    private record Person(String name, Right may, boolean proxied) {}

    private Person person(HttpCall call, String token) throws Denied {
        Optional<String> named = keys.proxy.names(call);
        if (named.isPresent()) {
            if (!keys.users.listed()) return new Person(named.get(), Right.APPROVE, true);
            return keys.users
                    .named(named.get())
                    .map(user -> new Person(user.name(), user.may(), true))
                    .orElseThrow(() -> new Denied(403, "door.users does not list the proxy's " + named.get()));
        }
        if (!keys.token.isEmpty() && Signature.equal(keys.token, token)) {
            return new Person("the token's bearer", Right.APPROVE, false);
        }
        return keys.users
                .withToken(token)
                .map(user -> new Person(user.name(), user.may(), false))
                .orElseThrow(() -> Denied.noKey("missing or wrong token"));
    }

    private static Optional<String> bearer(HttpCall call) {
        String said = call.header("authorization");
        return said.matches("(?i)bearer .+") ? Optional.of(said.substring("bearer ".length())) : Optional.empty();
    }

    /**
     * Basic authentication is accepted only for reading, because a browser also adds it to requests that other sites'
     * pages send.
     */
    private static String password(HttpCall call) {
        String said = call.header("authorization");
        if (!said.matches("(?i)basic .+")) return bearer(call).orElse("");
        try {
            byte[] pair = Base64.getDecoder().decode(said.substring("basic ".length()));
            return new String(pair, StandardCharsets.UTF_8).replaceFirst("^[^:]*:", "");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Counts refusals by reason, and logs them once an hour, so that attempts cannot fill the log. */
    public static final class Refusals {

        private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
        private static final long HOUR = 3_600_000;

        private final Clock clock;
        private final Map<String, Long> counts = new TreeMap<>();
        private final Map<String, Long> saidAt = new TreeMap<>();

        public Refusals(Clock clock) {
            this.clock = clock;
        }

        synchronized void count(String reason, String from) {
            long n = counts.merge(reason, 1L, Long::sum);
            long now = clock.millis();
            if (now - saidAt.getOrDefault(reason, -HOUR) < HOUR) return;
            saidAt.put(reason, now);
            LOG.warn("Request refused: {} (from {}, {} so far)", reason, from, n);
        }

        /** Returns the counts by reason. */
        public synchronized Map<String, Long> counts() {
            return new TreeMap<>(counts);
        }

        /** Returns the number of lines that were logged. */
        synchronized int told() {
            return saidAt.size();
        }
    }
}
