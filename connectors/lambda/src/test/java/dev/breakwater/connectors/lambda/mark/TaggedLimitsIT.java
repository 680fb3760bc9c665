package dev.breakwater.connectors.lambda.mark;

import static dev.breakwater.connectors.lambda.act.Requests.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.Reservation;
import dev.breakwater.connectors.lambda.act.Requests;
import dev.breakwater.connectors.lambda.lever.MappedSources;
import dev.breakwater.connectors.testkit.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Marked limits found by tag, through the real SDK. The emulator answers for functions, its double for mappings. */
class TaggedLimitsIT {

    private static final Mark MARK = new Mark(40, 5, Reservation.NONE, NOW, "bw", "i-1");

    private final MappedSources sources = new MappedSources(0);
    private final TaggedLimits limits = new TaggedLimits(sources.tagging());

    @AfterEach
    void stop() {
        sources.close();
    }

    @Test
    void findsMarkedFunctionsAndMappingsWithAllTheirTagsAndNothingElse() {
        sources.function("free", Map.of("tier", "critical"));
        sources.function("held", with("tier", "critical", MARK));
        sources.function("released", Map.of(HandsOff.TAG, "2026-11-27T00:00:00Z"));
        String queue = sources.queue(Requests.REF, with("team", "shop", MARK)).mapping();

        List<Marked> held = all(Mark.UNTIL);
        assertThat(held)
                .containsExactlyInAnyOrder(
                        new Marked(true, "held", with("tier", "critical", MARK)),
                        new Marked(false, queue, with("team", "shop", MARK)));
        assertThat(held).allMatch(m -> m.mark().mark().equals(MARK));
        assertThat(all(HandsOff.TAG))
                .singleElement()
                .satisfies(m -> assertThat(m.target() + " " + m.handsOffUntil()).isEqualTo("released 1795737600000"));
    }

    @Test
    void readsPageByPage() {
        for (int i = 0; i < 53; i++) sources.function("f" + i, MARK.tags());
        Answer<MarkedLimits.Page> first = limits.page(Mark.UNTIL, "");
        assertThat(first.value().items()).hasSizeLessThan(53);
        assertThat(first.value().next()).isNotEmpty();
        assertThat(all(Mark.UNTIL)).hasSize(53);
    }

    @Test
    void aRefusalIsAnAnswerAndNeverNothingFound() {
        sources.always("tagging:GetResources", Fault.denied());
        assertThat(limits.page(Mark.UNTIL, "").failedAs(Outcome.DENIED)).isTrue();
    }

    private List<Marked> all(String key) {
        List<Marked> found = new ArrayList<>();
        String from = "";
        do {
            MarkedLimits.Page page = limits.page(key, from).value();
            found.addAll(page.items());
            from = page.next();
        } while (!from.isEmpty());
        return found;
    }

    private static Map<String, String> with(String key, String value, Mark mark) {
        Map<String, String> tags = new TreeMap<>(mark.tags());
        tags.put(key, value);
        return tags;
    }
}
