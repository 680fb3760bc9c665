package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.secret.SecretRef;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The endpoint to which Firehose delivers.
 *
 * @param listen the host and port; port 0 chooses a free port
 * @param keys empty when the file has no such section
 * @param path empty if deliveries are not stored
 */
public record ReceiveSettings(
        @Key(
                initial = "127.0.0.1:8443",
                form = Form.LISTEN,
                doc = "host:port; without `tls`, the host must be a loopback host")
        String listen,

        @Key(
                required = true,
                remedy = "at least one, like [{ accessKey: env:FIREHOSE_ACCESS_KEY, accounts: [111122223333] }]",
                doc = "the access keys of Firehose streams, one for each account; no two are the same")
        List<StreamKey> keys,

        @Key(doc = "the certificate of the endpoint") Tls tls,

        @Key(
                derived = "source.landing.path",
                form = Form.PLACE,
                doc = "where deliveries are stored: a local folder or s3://bucket/prefix/")
        String path,

        @Key(
                initial = "5s",
                bounds = "1s to 5m",
                doc = "time until readers see new data; in S3, each answer takes this long, and the maximum is 1m")
        Duration roll,

        @Key(initial = "32", bounds = "1 to 256", doc = "deliveries served at once")
        int threads,

        @Key(
                initial = "256",
                bounds = "64 to 65536",
                doc = "memory for deliveries that are being read or wait for the disk, in MiB; when it is full, "
                        + "deliveries get 503")
        int bufferMb,

        @Key(
                initial = "1024",
                bounds = "0 to 1000000",
                doc = "disk space that must stay free, in MiB; with less, deliveries get 503")
        int keepFreeMb,

        @Key(initial = "off", doc = "if `on`, /metrics also answers other machines")
        boolean openMetrics)
        implements Serializable {
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    /** Returns whether the file has the section. */
    public boolean enabled() {
        return !keys.isEmpty();
    }

    /** Returns the host to listen on. */
    public String host() {
        return host(listen);
    }

    /** Returns the host of {@code host:port}. */
    public static String host(String listen) {
        String host = listen.substring(0, listen.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Returns the port to listen on. Port 0 chooses a free port. */
    public int port() {
        return port(listen);
    }

    /** Returns the port of {@code host:port}. */
    public static int port(String listen) {
        return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    }

    /** Returns whether only this machine can reach {@code host:port}. */
    public static boolean isLoopback(String listen) {
        return isLoopbackHost(listen.substring(0, listen.lastIndexOf(':')));
    }

    /** Returns whether a host is this machine. An IPv6 address must be in brackets. */
    public static boolean isLoopbackHost(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || LOOPBACK_V4.matcher(host).matches();
    }

    /** The access key of a Firehose stream. */
    public record StreamKey(
            @Key(
                    required = true,
                    remedy = "a reference like env:FIREHOSE_ACCESS_KEY",
                    doc = "reference to the access key that is set on the Firehose stream, such as env:NAME")
            SecretRef accessKey,

            @Key(
                    required = true,
                    form = Form.ACCOUNT,
                    remedy = "at least one account number, like [\"111122223333\"]",
                    doc = "accounts whose lines the stream may deliver; other lines are refused")
            List<String> accounts)
            implements Serializable {}

    /**
     * A certificate and its key: a key store with its password, or two PEM files. If all fields are empty, there is no
     * certificate.
     */
    public record Tls(
            @Key(
                    form = Form.LOCAL,
                    doc = "PKCS #12 or JKS file with the certificate and its key; you can set `certificate` and "
                            + "`key` instead")
            String keyStore,

            @Key(doc = "reference to the password of the key store")
            SecretRef password,

            @Key(form = Form.LOCAL, doc = "PEM file with the certificate, followed by the certificates that signed it")
            String certificate,

            @Key(form = Form.LOCAL, doc = "PEM file with the private key, in PKCS #8 format without a password")
            String key)
            implements Serializable {

        /** Returns whether a certificate is configured. */
        public boolean present() {
            return !keyStore.isEmpty() || !certificate.isEmpty();
        }
    }
}
