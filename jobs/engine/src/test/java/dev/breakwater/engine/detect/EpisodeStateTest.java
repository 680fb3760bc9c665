package dev.breakwater.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.engine.detect.baseline.EpisodeState;
import dev.breakwater.model.Reason;
import org.junit.jupiter.api.Test;

/** Which minutes a surge counts if its onset lies before the end of an earlier surge. */
class EpisodeStateTest {

    private final EpisodeState episode = new EpisodeState();

    @Test
    void aLaterSurgeCountsNoMinuteOfAnEarlierOne() {
        counted(10, 10, 20);
        counted(15, 26, 28);
        assertThat(episode.excessNano).isEqualTo(8);
        counted(40, 40, 41);
        assertThat(episode.excessNano).isEqualTo(2);
    }

    @Test
    void aSurgeThatIsSeenAgainGoesOnWithItsSum() {
        counted(10, 10, 20);
        counted(10, 26, 28);
        assertThat(episode.excessNano).isEqualTo(19);
    }

    /** A surge that is seen in a minute, and counts one nano-USD in each minute up to its end. */
    private void counted(long onset, long minute, long end) {
        episode.open(onset, minute, Reason.SURGE);
        for (long m = episode.countedTo + 1; m <= end; m++) episode.count(m, 1, 0);
        episode.close(end, Reason.CALM);
    }
}
