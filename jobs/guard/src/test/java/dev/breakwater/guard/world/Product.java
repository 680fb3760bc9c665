package dev.breakwater.guard.world;

import java.time.Duration;
import java.util.Map;

/**
 * The product under test, as the world uses it. The judge never asks the product anything. The world only starts it,
 * stops it and gives it input.
 */
interface Product {

    /** Creates an instance that is installed but was never started. */
    Instance instance(String name);

    /** Runs {@code sweep}, with the ledgers of all instances or only with tags. */
    void sweep(boolean withLedgers);

    /** Whether a ledger has a lease without an end. A sweep that reads the ledgers then has work, whatever the tags say. */
    boolean hasOpenLeases();

    /** Runs {@code release FUNCTION}. */
    void release(String function);

    /** Runs {@code release FUNCTION --again-allowed}. */
    void allowAgain(String function);

    /** Returns the tags that another installation would write over ours for the same value. */
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
     * @param longest the longest hold, if it is shorter than the world's
     * @param atOnce  the most throttles at once, if that is less than the world's
     */
    record Settings(Mode mode, Duration longest, int atOnce) {}

    /** The requests from a person to a running instance. */
    enum Wanted {
        APPROVE,
        THROTTLE,
        RELEASE,
        HOLD,
        ACCEPT,
        PROTECT,
        DECLINE
    }

    /**
     * A request of a person.
     *
     * @param id       the id, which is the same for each repeat
     * @param incident for {@link Wanted#APPROVE}, {@link Wanted#DECLINE} and {@link Wanted#THROTTLE}, the incident named on the page; otherwise
     *     empty
     * @param at       epoch milliseconds
     * @param until    epoch milliseconds, or -1 for the request's default end
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
         * Lets the next start use an older checkpoint.
         *
         * @param older how many checkpoints before the newest, at most 2; 3 for the savepoint
         * @return when that checkpoint was made, epoch milliseconds, or -1 if there is none that old
         */
        long restoreFrom(int older);

        void configure(Settings settings);

        /** Gives the job another name from its next start. */
        void rename(String name);

        /** Lets the job adopt the limits that it set under its earlier names. */
        void adopt();

        void ask(Ask ask);

        /** Says that the host's clock was set. */
        void clockSet();

        void runUntil(long time);

        /** Whether only the clock can change something. This is used only to skip time. */
        boolean isIdle();

        /** Lets time pass in which the job has nothing to do. */
        void skipTo(long time);

        /** The newest data minute that the job has read, so that the world can end surges there. */
        long nextMinute();

        /** Lets another part of the product act in the middle of a call. */
        void interleave(boolean reading);
    }
}
