package dev.breakwater.connectors.testkit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class AWS credentials. Afterwards it removes them, because a later class in the same JVM may test what
 * happens without credentials. The doubles accept every key; {@code CloudWatchServer} takes the ID for the account.
 */
public final class AwsKeys implements BeforeAllCallback, AfterAllCallback {

    private static final String ID = "aws.accessKeyId";
    private static final String SECRET = "aws.secretAccessKey";

    @Override
    public void beforeAll(ExtensionContext context) {
        set("111122223333", "test");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        remove();
    }

    public static void set(String accessKeyId, String secretAccessKey) {
        System.setProperty(ID, accessKeyId);
        System.setProperty(SECRET, secretAccessKey);
    }

    public static void remove() {
        System.clearProperty(ID);
        System.clearProperty(SECRET);
    }
}
