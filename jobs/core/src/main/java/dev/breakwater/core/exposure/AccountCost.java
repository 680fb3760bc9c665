package dev.breakwater.core.exposure;

import java.util.Comparator;
import java.util.List;

/** The most that an account can cost an hour. */
final class AccountCost {

    private AccountCost() {}

    /** Reserved functions run at their caps; the pool fills with the dearest of the others, as far as each can go. */
    static Cost of(List<FunctionExposure> functions, Pool pool, Rates rates) {
        Cost sum = Cost.NOTHING;
        int left = pool.size();
        for (FunctionExposure f : dearestFirst(functions)) {
            boolean reserved = f.reading().capacity().reserved() >= 0;
            int share =
                    reserved ? f.cap().concurrency() : Math.min(left, f.cap().concurrency());
            if (!reserved) left -= share;
            sum = sum.plus(Cost.at(share, f.reading().capacity(), f.key().region(), rates));
        }
        return sum;
    }

    private static List<FunctionExposure> dearestFirst(List<FunctionExposure> functions) {
        Comparator<FunctionExposure> byUnit = Comparator.comparingDouble(AccountCost::unit);
        return functions.stream().sorted(byUnit.reversed()).toList();
    }

    /** USD an hour for each execution at once; only the order counts, so a function that may not run at all is worth 0. */
    private static double unit(FunctionExposure f) {
        int cap = f.cap().concurrency();
        return cap == 0 ? 0 : f.cost().usdPerHour() / cap;
    }
}
