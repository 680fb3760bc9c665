package dev.breakwater.cli.door;

import dev.breakwater.cli.door.People.Refusals;
import dev.breakwater.connectors.http.Service.HttpCall;
import dev.breakwater.engine.control.Request;
import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a request.
 *
 * @param status the HTTP status
 * @param text the text; may be empty
 */
public record RequestAnswer(int status, String text) {

    private static final String SILENT =
            "; the job does not run now, so the request waits until it runs again; the incident's page shows it";

    private static final String LATER =
            "; the job reads it within seconds, or at its start; the incident's page shows the result";

    /**
     * A valid request.
     *
     * @param id     a complete and valid request
     * @param by     the person who asks
     * @param from   the door
     * @param always the status of every refusal, for a vendor that would count another status as a failure; 0 if the
     *               status depends on the reason
     * @param silent whether the job is known not to run
     */
    record Heard(Ask ask, String id, String by, String from, int always, boolean silent) {

        /** Returns a copy of this request for each of these incidents. */
        List<Heard> each(List<String> incidents) {
            return incidents.stream()
                    .map(i -> new Heard(ask.about(i), id.isEmpty() ? "" : id + '-' + i, by, from, always, silent))
                    .toList();
        }

        private String when() {
            return silent ? SILENT : LATER;
        }
    }

    /**
     * Writes the request for the job, once for each incident of an alert.
     *
     * @param alert an alert's key or an incident's id, as for {@link RequestDesk#toldBy}
     * @param at    the time of the request; null means now
     */
    static RequestAnswer ofAlert(RequestDesk desk, Heard heard, String alert, Instant at) throws IOException {
        try {
            return of(desk, heard.each(desk.toldBy(alert, at)));
        } catch (NotTaken e) {
            return refused(heard, e);
        }
    }

    /** Writes the request for the job. */
    static RequestAnswer of(RequestDesk desk, Heard heard) throws IOException {
        try {
            return new RequestAnswer(202, "taken: " + take(desk, heard) + heard.when());
        } catch (NotTaken e) {
            return refused(heard, e);
        }
    }

    /**
     * Writes several requests for the job. If one of the incidents is over, the requests for the others still count.
     */
    static RequestAnswer of(RequestDesk desk, List<Heard> all) throws IOException {
        if (all.size() == 1) return of(desk, all.get(0));
        List<String> taken = new ArrayList<>();
        List<String> not = new ArrayList<>();
        RequestAnswer refused = null;
        for (Heard heard : all) {
            try {
                taken.add(take(desk, heard));
            } catch (NotTaken e) {
                refused = refused(heard, e);
                not.add(heard.ask.incident() + " (" + e.getMessage() + ')');
            }
        }
        String others = not.isEmpty() ? "" : "not taken: " + String.join(", ", not);
        if (taken.isEmpty()) return new RequestAnswer(refused.status, others);
        return new RequestAnswer(
                202, "taken: " + String.join(", ", taken) + all.get(0).when() + (not.isEmpty() ? "" : "; ") + others);
    }

    private static String take(RequestDesk desk, Heard heard) throws NotTaken, IOException {
        Request r = desk.take(heard.ask, heard.id, heard.by, heard.from);
        boolean withdraws = r.kind() == Request.Kind.RELEASE && !desk.isThrottled(r.incident());
        return (withdraws ? "withdraw the approval for" : r.kind().wire()) + ' ' + RequestDesk.name(r.scope());
    }

    private static RequestAnswer refused(Heard heard, NotTaken e) {
        int status = switch (e.kind()) {
            case OVER -> 409;
            case UNKNOWN -> 404;
            case UNCLEAR -> 400;
        };
        return new RequestAnswer(heard.always > 0 ? heard.always : status, "not taken: " + e.getMessage());
    }

    /** Makes the answer to a request. */
    interface Taking {
        RequestAnswer answer() throws Denied, IOException;
    }

    /** Returns the answer to a request. Counts a refusal, and never throws. */
    static RequestAnswer to(HttpCall call, Refusals refusals, Taking taking) {
        try {
            return taking.answer();
        } catch (Denied e) {
            refusals.count(e.getMessage(), call.remote());
            return e.answer();
        } catch (IOException e) {
            refusals.count("cannot be written", call.remote());
            return new RequestAnswer(
                    503, "the request cannot be written to a file. Try again, or use the command line");
        }
    }

    /** Thrown if a request is denied. The reason is counted. A caller without a key gets no details. */
    static final class Denied extends Exception {

        private static final long serialVersionUID = 1L;

        private final int status;

        Denied(int status, String why) {
            super(why, null, false, false);
            this.status = status;
        }

        /** Creates a 401 for a missing or wrong key. */
        static Denied noKey(String why) {
            return new Denied(401, why);
        }

        RequestAnswer answer() {
            return new RequestAnswer(status, status == 401 || status == 204 ? "" : getMessage());
        }
    }
}
