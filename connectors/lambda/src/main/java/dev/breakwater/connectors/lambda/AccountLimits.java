package dev.breakwater.connectors.lambda;

import dev.breakwater.connectors.aws.Answer;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AccountLimit;

/**
 * The concurrency of one account and region.
 *
 * @param concurrent the number of concurrent executions of all functions
 * @param unreserved the part of the concurrency that no function has reserved
 */
public record AccountLimits(int concurrent, int unreserved) {

    /**
     * Calls GetAccountSettings. A failure is a normal result, because the permission may be missing, and the emulator
     * lacks the call.
     */
    public static Answer<AccountLimits> read(LambdaClient lambda) {
        return Answer.ask(() -> {
            AccountLimit limit = lambda.getAccountSettings(r -> {}).accountLimit();
            return new AccountLimits(limit.concurrentExecutions(), limit.unreservedConcurrentExecutions());
        });
    }
}
