package dev.breakwater.exposure;

import dev.breakwater.exposure.Cost.Rates;
import dev.breakwater.exposure.model.AccountReading;
import dev.breakwater.exposure.model.Fact;
import dev.breakwater.exposure.model.FunctionReading;
import java.util.Comparator;
import java.util.List;

/**
 * The concurrency that an account leaves for functions without a reservation.
 *
 * @param limit  concurrent executions of all functions, read or assumed
 * @param size   the part of the limit for functions without a reservation
 * @param reason {@code ACCOUNT}, or {@code ASSUMED} if the limit could not be read
 * @param text   text for people
 */
record Pool(int limit, int size, Cap.Reason reason, String text) {

    /** AWS refuses reservations that leave less concurrency than this. For a few accounts, AWS's value is 50 or 10. */
    private static final int LEFT_BY_AWS = 100;

    /**
     * @param functions all functions of the account and region
     * @param assumed   the limit to assume if it could not be read
     */
    static Pool of(AccountReading account, List<FunctionReading> functions, int assumed) {
        long reserved = functions.stream()
                .mapToLong(f -> Math.max(0, f.capacity().reserved()))
                .sum();
        if (!account.read()) return assumed(assumed, reserved);
        boolean all = functions.stream().noneMatch(f -> f.unread().contains(Fact.RESERVATION));
        long left = all || account.unreserved() < 0 ? account.concurrent() - reserved : account.unreserved();
        int size = (int) Math.max(0, left);
        String text = String.format("the account's limit of %,d less %,d reserved", account.concurrent(), reserved);
        return new Pool(account.concurrent(), size, Cap.Reason.ACCOUNT, text);
    }

    /**
     * Creates the pool under an assumed limit. If the reservations exceed the assumed limit, the real limit is higher,
     * and AWS keeps a part of the real limit unreserved.
     */
    private static Pool assumed(int assumed, long reserved) {
        int size = (int) Math.max(assumed - reserved, Math.min(assumed, LEFT_BY_AWS));
        String text = String.format("an assumed limit of %,d less %,d reserved", assumed, reserved);
        return new Pool((int) Math.max(assumed, reserved + size), size, Cap.Reason.ASSUMED, text);
    }

    /** The most expensive set of concurrent executions that an account can have, and its cost for an hour. */
    record Worst(long running, Cost cost) {}

    /**
     * Fills the account: functions with a reservation run at their caps, and the most expensive other functions fill
     * the pool, each up to its own cap.
     */
    Worst worst(List<FunctionExposure> functions, Rates rates) {
        Cost sum = Cost.NOTHING;
        long running = 0;
        int left = size;
        for (FunctionExposure f : dearestFirst(functions)) {
            boolean reserved = f.reading().capacity().reserved() >= 0;
            int share =
                    reserved ? f.cap().concurrency() : Math.min(left, f.cap().concurrency());
            if (!reserved) left -= share;
            running += share;
            sum = sum.plus(Cost.at(share, f.reading(), rates));
        }
        return new Worst(running, sum);
    }

    private static List<FunctionExposure> dearestFirst(List<FunctionExposure> functions) {
        Comparator<FunctionExposure> byUnit = Comparator.comparingDouble(Pool::unit);
        return functions.stream().sorted(byUnit.reversed()).toList();
    }

    /**
     * Returns the cost of a concurrent execution in USD an hour, for sorting. The cost is 0 for a function that is not
     * allowed to run.
     */
    private static double unit(FunctionExposure f) {
        int cap = f.cap().concurrency();
        return cap == 0 ? 0 : f.cost().usdPerHour() / cap;
    }
}
