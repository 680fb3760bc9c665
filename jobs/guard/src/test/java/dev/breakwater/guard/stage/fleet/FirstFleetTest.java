package dev.breakwater.guard.stage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.model.FunctionKey;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.FunctionFacts.Capacity;
import dev.breakwater.model.function.FunctionFacts.ReservationFacts;
import dev.breakwater.model.function.FunctionFacts.Trigger;
import dev.breakwater.model.function.FunctionFacts.TriggerFacts;
import dev.breakwater.model.function.Lever.LeverKind;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class FirstFleetTest {

    private static final TriggerFacts QUEUE =
            new TriggerFacts(List.of(new Trigger("4f1c", LeverKind.QUEUE, true, 7, true, "arn")), 5);

    private final Map<String, FunctionFacts> functions = fleet(
            facts("a", 128, ReservationFacts.of(3), 9, Map.of("team", "x"), TriggerFacts.UNKNOWN),
            facts("b", 128, ReservationFacts.of(3), 10, Map.of("team", "x"), TriggerFacts.UNKNOWN),
            facts("c", 512, new ReservationFacts(4, true, 6), -1, null, QUEUE),
            facts("d", 512, ReservationFacts.UNKNOWN, -1, Map.of(), TriggerFacts.UNKNOWN));

    @Test
    void isAsTheFunctionsItWasMadeOf() {
        FirstFleet fleet = FirstFleet.of(functions);
        assertThat(fleet).isEqualTo(functions).hasSize(4);
        functions.clear();
        assertThat(fleet).hasSize(4);
    }

    @Test
    void isTheSameAfterItsWayInTheJobGraphAndHasWhatFunctionsHaveAlikeOnce() throws Exception {
        FirstFleet unpacked = travelled(travelled(FirstFleet.of(functions)));
        assertThat(unpacked).isEqualTo(functions);
        assertThat(unpacked.values()).filteredOn(f -> !f.tagsRead()).hasSize(1);
        FunctionFacts a = unpacked.get(FunctionKey.id("111122223333", "eu-west-1", "a"));
        FunctionFacts b = unpacked.get(FunctionKey.id("111122223333", "eu-west-1", "b"));
        assertThat(a.tags()).isSameAs(b.tags());
        assertThat(a.account()).isSameAs(b.account());
        assertThat(travelled(FirstFleet.of(Map.of()))).isEmpty();
    }

    private static FirstFleet travelled(FirstFleet fleet) throws IOException, ClassNotFoundException {
        byte[] bytes = InstantiationUtil.serializeObject(fleet);
        return InstantiationUtil.deserializeObject(bytes, FirstFleetTest.class.getClassLoader());
    }

    private static Map<String, FunctionFacts> fleet(FunctionFacts... all) {
        Map<String, FunctionFacts> fleet = new HashMap<>();
        for (FunctionFacts f : all) fleet.put(FunctionKey.id(f.account(), f.region(), f.function()), f);
        return fleet;
    }

    private static FunctionFacts facts(
            String name,
            int memory,
            ReservationFacts reservation,
            long modified,
            Map<String, String> tags,
            TriggerFacts triggers) {
        return new FunctionFacts(
                "111122223333",
                "eu-west-1",
                name,
                memory,
                "arm64",
                30,
                reservation,
                modified,
                tags,
                triggers,
                Capacity.NONE);
    }
}
