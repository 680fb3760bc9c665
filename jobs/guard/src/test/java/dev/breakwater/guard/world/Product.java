package dev.breakwater.guard.world;

import java.time.Duration;
import java.util.Map;

/**
 * The product under test, as the world uses it. The judge never asks it anything. It is only started, stopped and given
 * input.
 */
interface Product {

    /** An instance that is installed but was never started. */
    Instance instance(String name);

    /** A run of {@code sweep}, with the ledgers of all instances or only with tags. */
    void sweep(boolean withLedgers);

    /** {@code release FUNCTION}. */
    void release(String function);

    /** {@code release FUNCTION --again-allowed}. */
    void allowAgain(String function);

    /** Overwrites our tags with those that another installation would write for the same value. */
    Map<String, String> takenOver(Map<String, String> tags, String by);

    /** The modes that an instance may have. */
    enum Mode {
        OBSERVE,
        ALERT,
        APPROVE,
        ENFORCE
    }

    /**
     * The settings that a person may change on a running instance.
     *
     * @param longest the longest hold, where it is below the world's own
     * @param atOnce  throttles at once, where it is below the world's own
     */
    record Settings(Mode mode, Duration longest, int atOnce) {}

    /** The requests from a person to a running instance. */
    enum Wanted {
        APPROVE,
        THROTTLE,
        RELEASE,
        HOLD,
        ACCEPT,
        PROTECT
    }

    /**
     * A request of a person.
     *
     * @param id       the same for each repeat
     * @param incident for {@link Wanted#APPROVE} and {@link Wanted#THROTTLE} as the page names it, otherwise empty
     * @param at       epoch milliseconds
     * @param until    epoch milliseconds, or -1 where it has its own end
     */
    record Ask(String id, Wanted wanted, String function, String incident, long at, long until) {}

    /** A job of the product. */
    interface Instance {

        String name();

        boolean isUp();

        /** When the job starts again by itself, in epoch milliseconds. */
        long downUntil();

        /** Starts from the newest checkpoint, or without one. */
        void start();

        /** Ends at once, and starts again after this many milliseconds. */
        void crash(long downFor);

        /** Ends for good. */
        void stop();

        /** Deletes the job's checkpoints and savepoints. */
        void loseState();

        void loseLedger();

        /** An operator accepts that its ledger was lost. */
        void acceptLedger();

        void ledgerFull(boolean full);

        /**
         * The next start is from an older checkpoint.
         *
         * @param older how many checkpoints before the newest, at most 2; 3 for the savepoint
         * @return when that was made, epoch milliseconds, or -1 where there is none so old
         */
        long restoreFrom(int older);

        void configure(Settings settings);

        /** Gives the job another name from its next start. */
        void rename(String name);

        /** Lets the job adopt what it did under its earlier names. */
        void adopt();

        void ask(Ask ask);

        /** The host's clock was set. */
        void clockSet();

        void runUntil(long time);

        /** Whether only the clock can change something. Used only to skip time. */
        boolean isIdle();

        /** Lets time pass in which the job has nothing to do. */
        void skipTo(long time);

        /** The newest data minute that the job has read, so that the world can end surges there. */
        long nextMinute();

        /** Lets another part of the product act in the middle of a call. */
        void interleave(boolean reading);
    }
}
