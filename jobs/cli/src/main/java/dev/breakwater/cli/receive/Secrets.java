package dev.breakwater.cli.receive;

import dev.breakwater.cli.Refusal;
import dev.breakwater.config.model.ReceiveSettings;
import dev.breakwater.config.model.Settings;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.config.secret.SecretResolver;
import dev.breakwater.connectors.aws.AwsSecrets;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.http.Tls;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** The secrets and the certificate of an endpoint, resolved when it starts. */
public final class Secrets {

    private final Settings settings;
    private final String section;
    private final Map<String, String> environment;

    /**
     * @param section     the configuration's section, which error messages name
     * @param environment the environment of the process
     */
    public Secrets(Settings settings, String section, Map<String, String> environment) {
        this.settings = settings;
        this.section = section;
        this.environment = environment;
    }

    /** Returns the secret, or an empty text if there is none. */
    public String of(SecretRef reference) {
        if (!reference.present()) return "";
        return SecretResolver.ofProcess(
                        id -> new AwsSecrets(aws(AwsSettings.CALL_TIMEOUT_MILLIS), environment).read(id))
                .resolve(reference)
                .reveal();
    }

    /** Returns the certificate and its key, or null if none is configured. */
    public SSLContext tls(ReceiveSettings.Tls tls) {
        if (!tls.present()) return null;
        return tls.keyStore().isEmpty()
                ? Tls.ofPem(Path.of(tls.certificate()), Path.of(tls.key()))
                : Tls.ofKeyStore(Path.of(tls.keyStore()), of(tls.password()));
    }

    /**
     * Uses the ambient credentials, in the file's first region. If the file names no region, uses the environment's
     * region.
     */
    AwsSettings aws(int timeoutMillis) {
        String region = settings.firstRegion()
                .orElseGet(() ->
                        environment.getOrDefault("AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", "")));
        if (region.isBlank()) {
            throw Refusal.error(section + ": no region for AWS: name accounts and regions, or set AWS_REGION");
        }
        return new AwsSettings(region, settings.aws().endpoint(), "", timeoutMillis);
    }
}
