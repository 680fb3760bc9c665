package dev.breakwater.connectors.lambda.lever;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.Outcome;

/**
 * A lever that may write a missing lease tag on a protected resource, by a role of its own: permissions to give a limit back depend
 * on that tag, and the act role may not write it there. That role can set nothing.
 */
final class LeverWithReturnRole implements Lever {

    private final Lever act;
    private final Lever returns;

    LeverWithReturnRole(Lever act, Lever returns) {
        this.act = act;
        this.returns = returns;
    }

    @Override
    public Answer<Boolean> tagAgain(String target, String lease) {
        Answer<Boolean> tagged = act.tag(target, lease);
        return tagged.failedAs(Outcome.DENIED) ? returns.tag(target, lease) : tagged;
    }

    @Override
    public Answer<LeverState> read(String target) {
        return act.read(target);
    }

    @Override
    public Answer<Boolean> tag(String target, String lease) {
        return act.tag(target, lease);
    }

    @Override
    public Answer<Boolean> apply(String target, int limit) {
        return act.apply(target, limit);
    }

    @Override
    public Answer<Boolean> restore(String target, int previous) {
        return act.restore(target, previous);
    }

    @Override
    public Answer<Boolean> untag(String target) {
        return act.untag(target);
    }

    @Override
    public Answer<Boolean> letAlone(String function, long untilMillis) {
        return act.letAlone(function, untilMillis);
    }

    @Override
    public Answer<Boolean> removeHandsOff(String function) {
        return act.removeHandsOff(function);
    }

    @Override
    public void close() {
        act.close();
        returns.close();
    }
}
