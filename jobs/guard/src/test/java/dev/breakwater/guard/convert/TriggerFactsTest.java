package dev.breakwater.guard.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.lambda.inventory.InventoryChange;
import dev.breakwater.connectors.lambda.inventory.TriggerMapping;
import dev.breakwater.guard.wire.FleetChange;
import dev.breakwater.model.Scope;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.LeaseTag;
import dev.breakwater.model.function.Lever.LeverKind;
import dev.breakwater.model.function.LimitReading.LimitValue;
import dev.breakwater.model.function.OwnTags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The inventory's facts about queues and streams, converted for core. */
class TriggerFactsTest {

    private static final Scope FUNCTION = Scope.function("111122223333", "eu-west-1", "shop");
    private static final long AT = 1_764_000_000_000L;

    /** The parameter mark is "previous/limit" or empty. The expected values are lever, enabled, previous and held. */
    @ParameterizedTest(name = "{0} {1} at {2}, mark {3}")
    @CsvSource({
        "sqs,      Enabled,   -1, '',     queue, true, -1, false",
        "sqs,      Enabled,   20, '',     queue, true, 20, false",
        "sqs,      Disabled,  20, '',     queue, false, 20, false",
        "sqs,      Enabled,   -2, '',     , true, -1, false",
        "sqs,      Enabled,    5, 20/5,   queue, true, 20, true",
        "sqs,      Updating,   5, none/5, queue, true, -1, true",
        "sqs,      Enabled,    7, 20/5,   queue, true, 7, false",
        "kinesis,  Enabled,   -1, '',     stream, true, -1, false",
        "dynamodb, Disabled,  -1, '',     stream, false, 0, false",
        "kinesis,  Disabling, -1, none/0, stream, true, -1, true",
        "kinesis,  Updating,  -1, none/0, stream, true, -1, true",
        "kinesis,  Enabled,   -1, none/0, stream, true, -1, false",
        "kafka,    Enabled,   -1, '',     , true, -1, false",
    })
    void whatCountsIsWhatWasThereBeforeUs(
            String source,
            String state,
            int most,
            String mark,
            LeverKind lever,
            boolean enabled,
            int previous,
            boolean held) {
        String arn = "arn:aws:" + source + ":eu-west-1:111122223333:x";
        TriggerMapping mapping = new TriggerMapping("m-1", "shop", arn, state, most, tags(mark));
        assertThat(facts(List.of(mapping)))
                .isEqualTo(new TriggerFacts(List.of(new Trigger("m-1", lever, enabled, previous, held, arn)), AT));
    }

    @Test
    void whatCouldNotBeReadIsUnknown() {
        assertThat(facts(null)).isEqualTo(TriggerFacts.UNKNOWN);
    }

    private static TriggerFacts facts(List<TriggerMapping> triggers) {
        FunctionFacts f = FunctionFacts.listed(FUNCTION, 512, "arm64", 30, -1, 512);
        List<FleetChange> changes = new ArrayList<>();
        new InventoryFacts(Set.of("bw"))
                .flatMap(
                        new InventoryChange(
                                InventoryChange.Kind.FOUND,
                                FUNCTION,
                                AT,
                                new InventoryChange.Seen(f, triggers, true),
                                null,
                                null,
                                ""),
                        new ListCollector<>(changes));
        return changes.get(0).facts().triggers();
    }

    private static Map<String, String> tags(String mark) {
        if (mark.isEmpty()) return Map.of();
        String[] parts = mark.split("/");
        int previous = parts[0].equals("none") ? LimitValue.NONE : Integer.parseInt(parts[0]);
        LeaseTag tag = new LeaseTag(Integer.parseInt(parts[1]), previous, List.of(), AT + 1, "bw", "k3f9");
        return Map.of(OwnTags.LEASE, tag.text());
    }
}
