package dev.breakwater.engine.control.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.model.function.FunctionFacts;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The work of control when all functions of an account surge in the same minute. */
class MassSurgeTest {

    /** The functions by name. Counts each function that is read, alone or with all others. */
    private static final class Counted extends AbstractMap<String, FunctionFacts> {
        private final Map<String, FunctionFacts> functions;
        private long reads;

        Counted(Map<String, FunctionFacts> functions) {
            this.functions = functions;
        }

        @Override
        public FunctionFacts get(Object name) {
            reads++;
            return functions.get(name);
        }

        @Override
        public boolean containsKey(Object name) {
            return get(name) != null;
        }

        @Override
        public int size() {
            return functions.size();
        }

        @Override
        public Set<Entry<String, FunctionFacts>> entrySet() {
            reads += functions.size();
            return functions.entrySet();
        }
    }

    @Test
    void readsEachFunctionAsOftenInALargeSurgeAsInASmallOne() {
        assertThat(readsOfAFunction(1_000)).isLessThan(1.2 * readsOfAFunction(250));
    }

    /** The mean number of reads of a function in a surge's first two minutes. */
    private static double readsOfAFunction(int functions) {
        Rig rig = new Rig();
        rig.restateEvery = Duration.ofMinutes(5);
        rig.obeys = false;
        rig.concurrencyRead = 1_000;
        Counted[] counted = new Counted[1];
        rig.functions = all -> counted[0] == null ? counted[0] = new Counted(all) : counted[0];
        for (int i = 0; i < functions; i++) rig.knows("service-" + i, -1);
        for (int m = 100; m < 102; m++) {
            int minute = m;
            rig.minute(IntStream.range(0, functions)
                    .mapToObj(i -> Minute.of("service-" + i, minute).page(420))
                    .toArray(Minute[]::new));
        }
        assertThat(rig.state.incidents.open).hasSize(functions);
        return (double) counted[0].reads / functions;
    }
}
