package dev.breakwater.connectors.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.connectors.cloudwatch.ArrivalClock.ArrivalClocks;
import dev.breakwater.connectors.cloudwatch.FeedRecord.Datapoint;
import dev.breakwater.connectors.cloudwatch.Reject.RejectReason;
import dev.breakwater.model.MetricRole;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivalClockTest {
    private final ArrivalClock clock = new ArrivalClock(ArrivalClock.NONE, 0);
    private final Heard heard = new Heard();

    @Test
    void saysThePulseThenTheSample() {
        take(0, 1, 1);
        assertThat(heard.story).containsExactly("mark 0", "f@0", "pulse", "mark 1", "f@1", "f@1");
    }

    @Test
    void namesTheMinutesThatWerePassedOver() {
        take(0, 4);
        assertThat(heard.story).containsExactly("mark 0", "f@0", "silent 1..3", "mark 4", "f@4");
    }

    @Test
    void takesBackTheSilenceOfAMinuteOnceWhenASampleComesAfterAll() {
        take(0, 4, 2, 2, 0);
        assertThat(heard.story.subList(5, heard.story.size())).containsExactly("alive 2", "f@2", "f@2", "f@0");
    }

    @Test
    void remembersSilenceToTheEndOfTheLateWindowOnly() {
        take(0, 2, 61, 1);
        assertThat(heard.story).endsWith("alive 1", "f@1");
        take(62, 1);
        assertThat(heard.story).endsWith("f@62", "late f@1");
    }

    @Test
    void callsEveryMinuteOfTheWindowSilentAfterALongGap() {
        take(0, 100, 40, 39, 99);
        assertThat(heard.story)
                .endsWith("silent 1..99", "mark 100", "f@100", "alive 40", "f@40", "late f@39", "alive 99", "f@99");
    }

    @Test
    void countsAnHourAsInTimeAndAMinuteMoreAsLate() {
        take(20, -40, -41);
        assertThat(heard.story).containsExactly("mark 20", "f@20", "f@-40", "late f@-41");
    }

    @Test
    void platformReportsAndChargesComeBesideTheMetricsAndMoveNothing() {
        take(20);
        clock.take(beside(MetricRole.BILLED_MEGABYTE_MILLISECONDS, 23), heard);
        clock.take(beside(MetricRole.BILLED_MEGABYTE_MILLISECONDS, -41), heard);
        clock.take(beside(MetricRole.CHARGES, -500), heard);
        take(21);
        assertThat(heard.story)
                .containsExactly("mark 20", "f@20", "f@23", "late f@-41", "f@-500", "pulse", "mark 21", "f@21");
    }

    @Test
    void reportsThatComeBeforeAnyMetricStandAtTheirOwnMinuteAndMoveNothing() {
        clock.take(beside(MetricRole.STARTED_CALLS, 23), heard);
        clock.take(beside(MetricRole.BILLED_MEGABYTE_MILLISECONDS, 60), heard);
        assertThat(heard.records)
                .extracting(r -> r.arrivalMinute() - Lines.BASE)
                .containsExactly(23L, 60L);
        take(21);
        take(22);
        assertThat(heard.story).containsExactly("f@23", "f@60", "mark 21", "f@21", "pulse", "mark 22", "f@22");
    }

    private static Datapoint beside(MetricRole metric, long minute) {
        return new Datapoint("111122223333", "eu-west-1", "f", metric, Lines.BASE + minute, 1, 1, 1);
    }

    @Test
    void stampsRecordsWithTheArrivalMinuteAndPulsesWithTheEndOfTheOneLeft() {
        StringBuilder stamps = new StringBuilder();
        FeedRecord.Output out = (r, timestamp) ->
                stamps.append(r.kind()).append(timestamp - Lines.BASE * 60_000).append(' ');
        clock.take(sample(0), out);
        clock.take(sample(2), out);
        clock.take(sample(1), out);
        assertThat(stamps.toString().trim()).isEqualTo("SAMPLE0 PULSE59999 SAMPLE120000 PULSE120000 SAMPLE120000");
    }

    private void take(long... minutes) {
        for (long minute : minutes) {
            clock.take(sample(minute), heard);
        }
    }

    private static Datapoint sample(long minute) {
        return new Datapoint("111122223333", "eu-west-1", "f", MetricRole.ERRORS, Lines.BASE + minute, 2, 0, 0);
    }

    @Test
    void eachAccountHasAClockOfItsOwnAndTellsItsOwnSilence() {
        ArrivalClocks clocks = new ArrivalClocks(List.of());
        clocks.take(of("111122223333", 0), heard);
        clocks.take(of("444455556666", 50), heard);
        clocks.take(of("111122223333", 2), heard);
        clocks.take(of("444455556666", 50), heard);
        assertThat(heard.story)
                .containsExactly("mark 0", "f@0", "mark 50", "f@50", "silent 1..1", "mark 2", "f@2", "f@50");
        assertThat(heard.records)
                .extracting(r ->
                        r.pulse() == null ? r.datapoint().account() : r.pulse().account())
                .doesNotContain("");
        assertThat(clocks.minute(of("111122223333", 9))).isEqualTo(Lines.BASE + 2);
    }

    @Test
    void clocksGoOnFromACheckpointAndRejectsStandAtTheNewestMinute() {
        ArrivalClocks before = new ArrivalClocks(List.of());
        before.take(of("111122223333", 0), heard);
        before.take(of("444455556666", 50), heard);
        ArrivalClocks clocks = new ArrivalClocks(before.state());
        clocks.take(Reject.ofFile("a", 1, RejectReason.NOT_JSON, ""), heard);
        clocks.take(of("111122223333", 3), heard);
        assertThat(heard.records.get(2).arrivalMinute()).isEqualTo(Lines.BASE + 50);
        assertThat(heard.story).endsWith("silent 1..2", "mark 3", "f@3");
    }

    @Test
    void inventedAccountsCostNoMemoryBeyondABound() {
        ArrivalClocks clocks = new ArrivalClocks(List.of());
        FeedRecord.Output nowhere = (r, at) -> {};
        for (int i = 0; i <= ArrivalClocks.MOST; i++) clocks.take(of("%012d".formatted(i), 0), nowhere);
        assertThat(clocks.state()).hasSize(ArrivalClocks.MOST);
        clocks.take(of("%012d".formatted(ArrivalClocks.MOST), 7), heard);
        assertThat(heard.story).containsExactly("mark 7", "f@7");
    }

    private static Datapoint of(String account, long minute) {
        return new Datapoint(account, "eu-west-1", "f", MetricRole.ERRORS, Lines.BASE + minute, 2, 0, 0);
    }
}
