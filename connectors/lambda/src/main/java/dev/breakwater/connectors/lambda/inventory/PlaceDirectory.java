package dev.breakwater.connectors.lambda.inventory;

import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.lambda.inventory.InventorySource.InventoryPlace;
import dev.breakwater.connectors.lambda.mark.MarkedLimits;
import dev.breakwater.model.function.FunctionFacts;
import dev.breakwater.model.function.LimitReading.LimitValue;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AccountLimit;

/** The calls that read one account and region. Each method makes one call and does not repeat it. */
public interface PlaceDirectory extends AutoCloseable {

    /**
     * One page.
     *
     * @param next the position of the next page, or empty after the last page
     */
    record Page<T>(List<T> items, String next) {}

    /** @param marker the token; empty for the first page */
    Answer<Page<ListedFunction>> functions(String marker);

    /** @param marker empty for the first page */
    Answer<Page<TriggerMapping>> mappings(String marker);

    Answer<Map<String, String>> tags(String function);

    /** Reads the tags of an event source mapping. */
    Answer<Map<String, String>> mappingTags(String uuid);

    /** Reads one mapping in its present state, without tags. */
    Answer<TriggerMapping> mapping(String uuid);

    /** Reads the reserved concurrency, or {@link LimitValue#NONE}. */
    Answer<Integer> reservation(String function);

    /** Reads the instances that provisioned concurrency keeps ready, over all versions of the function. */
    Answer<Integer> provisioned(String function);

    Answer<AccountLimits> limits();

    /** Returns one page of the resources that have this tag, like {@link MarkedLimits#page}. */
    Answer<MarkedLimits.Page> tagged(String key, String from);

    /**
     * Returns the same directory for urgent calls. Urgent calls come before other calls, possibly on another thread.
     */
    default PlaceDirectory urgent() {
        return this;
    }

    @Override
    void close();

    /**
     * Opens the directory of an account and region on the machine that uses it. An opener is part of the job graph, so
     * it contains no secret.
     */
    @FunctionalInterface
    interface Factory extends Serializable {

        PlaceDirectory open(InventoryPlace place);
    }

    /**
     * A function as it appears in a listing.
     *
     * @param revision Lambda's revision, which changes with every change, or empty
     */
    record ListedFunction(FunctionFacts facts, String revision) {

        public String name() {
            return facts.function();
        }
    }

    /**
     * The concurrency of one account and region.
     *
     * @param concurrent the number of concurrent executions of all functions
     * @param unreserved the part of the concurrency that no function has reserved
     */
    public record AccountLimits(int concurrent, int unreserved) {

        /**
         * Calls GetAccountSettings. A failure is a normal result, because the permission may be missing, and the
         * emulator lacks the call.
         */
        public static Answer<AccountLimits> read(LambdaClient lambda) {
            return Answer.ask(() -> {
                AccountLimit limit = lambda.getAccountSettings(r -> {}).accountLimit();
                return new AccountLimits(limit.concurrentExecutions(), limit.unreservedConcurrentExecutions());
            });
        }
    }
}
