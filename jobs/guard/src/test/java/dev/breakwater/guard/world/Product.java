package dev.breakwater.guard.world;

import java.time.Duration;
import java.util.Map;

/**
 * The product under test, as the world drives it. The judge never asks it anything: it is only started, stopped and
 * given input.
 */
interface Product {

    /** An instance that is installed and was never started. */
    Instance instance(String name);

    /** One run of {@code sweep}, with the ledgers of all instances or by the tags alone. */
    void sweep(boolean withLedgers);

    /** {@code release FUNCTION}. */
    void release(String function);

    /** {@code release FUNCTION --again-allowed}. */
    void allowAgain(String function);

    /** Tags of ours as another installation would write them over ours, for the same value. */
    Map<String, String> takenOver(Map<String, String> tags, String by);

    /** The modes that it may be in. */
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

        /** When it starts again by itself, epoch milliseconds. */
        long downUntil();

        /** Starts from its newest checkpoint, or with nothing. */
        void start();

        /** Ends at once and starts again after so many milliseconds. */
        void crash(long downFor);

        /** Ends for good. */
        void stop();

        /** Its checkpoints and savepoints are gone. */
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

        /** It has another name from its next start. */
        void rename(String name);

        /** A person lets it adopt what it did under its earlier names. */
        void adopt();

        void ask(Ask ask);

        /** The host's clock was set. */
        void clockSet();

        void runUntil(long time);

        /** Whether only the clock can bring news; only for skipping time. */
        boolean isIdle();

        /** Lets a time pass in which it has nothing to do. */
        void skipTo(long time);

        /** The newest data minute that it has read, so that the world can end its surges there. */
        long nextMinute();

        /** Lets another part of it act in the middle of a call. */
        void interleave(boolean reading);
    }
}
