package dev.breakwater.connectors.lambda.act;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.FakeClock;
import dev.breakwater.connectors.lambda.lever.Lever;
import dev.breakwater.connectors.lambda.lever.LeverState;
import dev.breakwater.connectors.lambda.mark.Mark;

/** A lever whose every call takes its time. */
record SlowLever(Lever inner, FakeClock clock, long millis) implements Lever {

    @Override
    public Answer<LeverState> read(String function) {
        clock.advance(millis);
        return inner.read(function);
    }

    @Override
    public Answer<Boolean> mark(String function, Mark mark) {
        clock.advance(millis);
        return inner.mark(function, mark);
    }

    @Override
    public Answer<Boolean> apply(String function, int limit) {
        clock.advance(millis);
        return inner.apply(function, limit);
    }

    @Override
    public Answer<Boolean> restore(String function, int previous) {
        clock.advance(millis);
        return inner.restore(function, previous);
    }

    @Override
    public Answer<Boolean> unmark(String function) {
        clock.advance(millis);
        return inner.unmark(function);
    }

    @Override
    public Answer<Boolean> letAlone(String function, long untilMillis) {
        clock.advance(millis);
        return inner.letAlone(function, untilMillis);
    }

    @Override
    public Answer<Boolean> removeHandsOff(String function) {
        clock.advance(millis);
        return inner.removeHandsOff(function);
    }

    @Override
    public void close() {
        inner.close();
    }
}
