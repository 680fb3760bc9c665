package dev.breakwater.connectors.testkit.tls;

import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * Makes the platform trust only one authority until this object is closed. Code under test uses the platform's trust
 * store as usual and needs no special option. The change affects the whole JVM, so no other test may run at the same
 * time.
 */
public final class PlatformTrust implements AutoCloseable {

    private static final String STORE = "javax.net.ssl.trustStore";
    private static final String PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final String TYPE = "javax.net.ssl.trustStoreType";

    private final Map<String, String> before = new HashMap<>();
    private final SSLContext contextBefore;

    private PlatformTrust() throws NoSuchAlgorithmException {
        contextBefore = SSLContext.getDefault();
    }

    /** Trusts the authority of these certificates. */
    public static PlatformTrust only(Certificates certificates) {
        try {
            PlatformTrust trust = new PlatformTrust();
            trust.set(STORE, certificates.trustStore().toString());
            trust.set(PASSWORD, Certificates.password());
            trust.set(TYPE, "PKCS12");
            SSLContext.setDefault(certificates.client());
            return trust;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JVM's trusted certificates could not be changed", e);
        }
    }

    @Override
    public void close() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        SSLContext.setDefault(contextBefore);
    }

    private void set(String name, String value) {
        before.put(name, System.setProperty(name, value));
    }
}
