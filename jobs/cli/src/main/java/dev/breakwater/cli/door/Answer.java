package dev.breakwater.cli.door;

import dev.breakwater.guard.door.RequestDesk;
import dev.breakwater.guard.door.RequestDesk.Ask;
import dev.breakwater.guard.door.RequestDesk.NotTaken;
import java.io.IOException;

/**
 * What is said to whoever asks.
 *
 * @param status of HTTP
 * @param text   empty where nothing is said
 */
public record Answer(int status, String text) {

    /**
     * A request that is as it should be.
     *
     * @param id   the same for every repeat; empty: a new one
     * @param by   who asks
     * @param from how the word came
     * @param over the status where it is over
     */
    record Heard(Ask ask, String id, String by, String from, int over) {}

    /** Leaves it for the job. */
    static Answer of(RequestDesk desk, Heard heard) throws IOException {
        try {
            var r = desk.take(heard.ask, heard.id, heard.by, heard.from);
            return new Answer(
                    202,
                    "taken: " + r.kind().wire() + ' ' + RequestDesk.name(r.scope())
                            + "; the job hears of it within seconds, or when it is started; the incident's page says what became of it");
        } catch (NotTaken e) {
            int status = switch (e.kind()) {
                case OVER -> heard.over;
                case UNKNOWN -> 404;
                case UNCLEAR -> 400;
            };
            return new Answer(status, "not taken: " + e.getMessage());
        }
    }
}
