package dev.breakwater.connectors.aws;

import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** The turn that a client waits for before each call; the wait does not count towards the call's time-out. */
@FunctionalInterface
public interface CallTurn {

    /**
     * @throws InterruptedException when the task is being cancelled
     */
    void await() throws InterruptedException;

    /** The same as an interceptor of the SDK. */
    default ExecutionInterceptor interceptor() {
        return new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                try {
                    await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw AbortedException.create("interrupted while waiting for the call's turn");
                }
            }
        };
    }
}
