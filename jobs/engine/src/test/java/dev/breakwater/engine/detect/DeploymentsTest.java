package dev.breakwater.engine.detect;

import static dev.breakwater.engine.detect.Series.DAY;
import static dev.breakwater.engine.detect.Series.START;
import static dev.breakwater.engine.detect.Series.daily;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.Gates;
import dev.breakwater.model.Assessment;
import dev.breakwater.model.IncidentKind;
import dev.breakwater.model.Level;
import dev.breakwater.model.Reason;
import org.junit.jupiter.api.Test;

class DeploymentsTest {

    private static final Gates GATES = new Gates(3_000_000, 3_000_000, 5_000_000_000L);
    private static final int BEFORE = 8 * DAY + 600;

    @Test
    void dearerCallsAfterADeploymentAreReportedAsOne() {
        Series s = dearer(3.6, START + BEFORE - 1);
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
        Assessment first = s.at(Level.WARN);
        assertThat(first.episode().kind()).isEqualTo(IncidentKind.DEPLOYMENT);
        assertThat(first.episode().reason()).isEqualTo(Reason.DEPLOYED);
        assertThat(first.episode().evidence().value()).isGreaterThan(2);
    }

    @Test
    void theSameWithoutADeploymentPages() {
        Series s = dearer(3.6, Long.MIN_VALUE);
        assertThat(s.at(Level.PAGE).episode().kind()).isEqualTo(IncidentKind.DURATION);
    }

    @Test
    void whatDeploymentsDoNotMakePagesAllTheSame() {
        Series s = dearer(10, START + BEFORE - 1);
        assertThat(s.at(Level.PAGE).episode().kind()).isEqualTo(IncidentKind.DURATION);
    }

    @Test
    void aDeploymentOfTheDayBeforeExplainsNothing() {
        Series s = dearer(3.6, START + BEFORE - DAY);
        assertThat(s.at(Level.PAGE).episode().kind()).isEqualTo(IncidentKind.DURATION);
    }

    @Test
    void aFloodRightAfterADeploymentPages() {
        Series s = new Series(3, GATES).run(0, BEFORE, m -> daily(m, 20, 200));
        s.state.deployed = START + BEFORE - 1;
        s.run(BEFORE, BEFORE + 30, m -> daily(m, 20, 200) * 15);
        assertThat(s.at(Level.PAGE).episode().kind()).isEqualTo(IncidentKind.FLOOD);
    }

    @Test
    void moreCallsAfterADeploymentAreReportedAsOneUntilTheyDouble() {
        Series s = new Series(3, GATES).run(0, BEFORE, m -> daily(m, 20, 200));
        s.state.deployed = START + BEFORE - 1;
        s.run(BEFORE, BEFORE + 180, m -> daily(m, 20, 200) * 1.7);
        assertThat(s.first(Level.PAGE)).isEqualTo(-1);
        assertThat(s.at(Level.WARN).episode().kind()).isEqualTo(IncidentKind.DEPLOYMENT);
        s.run(BEFORE + 180, BEFORE + 240, m -> daily(m, 20, 200) * 4);
        assertThat(s.at(Level.PAGE).minute()).isBetween(START + BEFORE + 180L, START + BEFORE + 190L);
    }

    private static Series dearer(double factor, long deployed) {
        Series s = new Series(3, GATES).run(0, BEFORE, m -> daily(m, 20, 200));
        s.state.deployed = deployed;
        s.unit *= factor;
        return s.run(BEFORE, BEFORE + 120, m -> daily(m, 20, 200));
    }
}
