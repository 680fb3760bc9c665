package dev.breakwater.connectors.lambda.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;
import dev.breakwater.connectors.lambda.lever.MappedSources;
import dev.breakwater.connectors.testkit.fault.Fault;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests the search for tagged limits through the real SDK. The emulator answers for functions, and its double for
 * mappings.
 */
class MarkedLimitsIT {

    private static final String LEASE = "1 set=5 was=40 until=2026-11-29T05:10:00Z by=prod id=k3f9 crc=7c";
    private final MappedSources sources = new MappedSources(0);
    private final MarkedLimits limits = MarkedLimits.of(sources.tagging());

    @AfterEach
    void stop() {
        sources.close();
    }

    @Test
    void findsMarkedFunctionsAndMappingsWithAllTheirTagsAndNothingElse() {
        sources.function("free", Map.of("tier", "critical"));
        sources.function("held", with("tier", "critical"));
        sources.function("released", Map.of(OwnTags.HANDS_OFF, "2026-11-27T00:00:00Z"));
        String queue = sources.queue("checkout", with("team", "shop"));

        List<Marked> held = all(OwnTags.LEASE);
        assertThat(held)
                .containsExactlyInAnyOrder(
                        new Marked(true, "held", with("tier", "critical")),
                        new Marked(false, queue, with("team", "shop")));
        assertThat(held).allMatch(m -> m.lease().equals(LEASE));
        assertThat(all(OwnTags.HANDS_OFF))
                .singleElement()
                .satisfies(m -> assertThat(m.target() + " " + m.handsOffUntil()).isEqualTo("released 1795737600000"));
    }

    @Test
    void readsPageByPage() {
        // the emulator ends a page after some number of tags
        Map<String, String> tags = Map.of(OwnTags.LEASE, LEASE, "team", "shop", "tier", "critical");
        for (int i = 0; i < 53; i++) sources.function("f" + i, tags);
        Answer<MarkedLimits.Page> first = limits.page(OwnTags.LEASE, "");
        assertThat(first.value().items()).hasSizeLessThan(53);
        assertThat(first.value().next()).isNotEmpty();
        assertThat(all(OwnTags.LEASE)).hasSize(53);
    }

    @Test
    void aRefusalIsAnAnswerAndNeverNothingFound() {
        sources.always("tagging:GetResources", Fault.DENIED);
        assertThat(limits.page(OwnTags.LEASE, "").failedAs(Outcome.DENIED)).isTrue();
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

    private static Map<String, String> with(String key, String value) {
        return Map.of(OwnTags.LEASE, LEASE, key, value);
    }
}
