package dev.breakwater.guard.wire;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.engine.detect.account.Contribution;
import dev.breakwater.model.FunctionKey;
import org.apache.flink.api.java.functions.KeySelector;

/** The keys of the job's keyed stages. */
public final class Keys {

    public static final KeySelector<Samples, String> FUNCTION_OF_SAMPLES =
            s -> s.function().id();
    /** The key of the function. A replica of Lambda@Edge has the key of the original function. */
    public static final KeySelector<Samples, String> HOME_OF_SAMPLES =
            s -> FunctionKey.homeId(s.function().id());

    public static final KeySelector<Contribution, String> SCOPE_OF_CONTRIBUTION =
            c -> c.scope().id();
    public static final KeySelector<Spend, String> BUDGET_OF_SPEND = Spend::budget;
    public static final KeySelector<GroupWord, String> GROUP_OF_WORD = GroupWord::group;
    public static final KeySelector<AccountMoney, String> ACCOUNT_OF_MONEY = AccountMoney::account;
    public static final KeySelector<ControlInput, String> PLACE_OF_INPUT = ControlInput::place;

    public static final KeySelector<AlarmEvent, String> SOURCE_OF_ALARM = AlarmEvent::source;

    private Keys() {}
}
