package dev.breakwater.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * The endpoint to which Firehose delivers.
 *
 * @param listen     host and port, port 0 for a free one
 * @param accessKey  reference to the key that Firehose sends; {@link SecretRef#NONE} when the file has no such section
 * @param tls        the certificate; without one it listens on a loopback host only
 * @param path       where it lands, a local folder (absolute) or {@code s3://bucket/prefix/}; empty: nowhere
 * @param roll       how long what has landed may stay invisible to readers; in S3 also how long an answer may wait
 * @param threads    deliveries served at once, 1 to 256
 * @param bufferMb   memory for deliveries being read or waiting for the disk, MiB
 * @param keepFreeMb space that stays free on the disk, MiB
 * @param openMetrics whether {@code /metrics} answers others than this machine
 */
public record ReceiveSettings(
        @Key(initial = "127.0.0.1:8443", meaning = "host:port; without tls a loopback host")
        String listen,

        @Key(required = true, meaning = "reference to the access key of the Firehose stream, env:NAME or the like")
        SecretRef accessKey,

        @Key(meaning = "the certificate of the endpoint") TlsSettings tls,

        @Key(meaning = "where it lands, local folder or s3://bucket/prefix/; default source.landing.path")
        String path,

        @Key(
                initial = "5s",
                shortest = "1s",
                longest = "5m",
                meaning = "time until what has landed is visible to readers; in S3 also that of an answer, at most 1m")
        Duration roll,

        @Key(initial = "32", min = 1, max = 256, meaning = "deliveries served at once")
        int threads,

        @Key(
                initial = "256",
                min = 64,
                max = 65_536,
                meaning = "memory for deliveries being read or waiting for the disk, MiB; beyond it 503")
        int bufferMb,

        @Key(initial = "1024", min = 0, max = 1_000_000, meaning = "disk that stays free, MiB; below it 503")
        int keepFreeMb,

        @Key(initial = "off", meaning = "/metrics answers others than this machine")
        boolean openMetrics)
        implements Serializable {

    /** Whether the file has the section. */
    public boolean enabled() {
        return accessKey.present();
    }

    /** The host to listen on. */
    public String host() {
        String host = listen.substring(0, listen.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port to listen on, 0 for a free one. */
    public int port() {
        return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    }
}
