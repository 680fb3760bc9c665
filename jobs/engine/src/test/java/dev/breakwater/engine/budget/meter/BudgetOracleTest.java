package dev.breakwater.engine.budget.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares the meter with an oracle that checks every minute, on a thousand random paths of spend. The table in
 * docs/money.md is written with {@code mvn -pl jobs/engine test -Dtest=BudgetOracleTest -Dgroups=full -Dtest.excluded=
 * -Dbreakwater.write=true}.
 */
class BudgetOracleTest {

    @Test
    void saysWhatTheOracleSaysNoneMissedNoneTwice() {
        for (long seed = 0; seed < 50; seed++) compare(seed);
    }

    @Test
    @Tag("full")
    void saysWhatTheOracleSaysOnAThousandPathsAndEarlierThanAwsBudgetsWould() throws IOException {
        AwsCadence aws = new AwsCadence();
        long before = System.nanoTime();
        int alarms = 0;
        for (long seed = 0; seed < 1000; seed++) {
            Metered metered = compare(seed);
            alarms += metered.comparable().size();
            aws.compare(seed, new SpendPath(seed), metered);
        }
        System.out.printf(
                "%d alarms of 1000 paths in %.1f s%n%s", alarms, (System.nanoTime() - before) / 1e9, aws.table());
        aws.check();
    }

    private static Metered compare(long seed) {
        SpendPath path = new SpendPath(seed);
        Metered metered = Metered.of(path);
        List<String> expected = BudgetOracle.of(path);
        assertThat(metered.comparable()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(new HashSet<>(metered.comparable())).hasSameSizeAs(metered.comparable());
        return metered;
    }
}
