package dev.breakwater.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Reads {@code receive}. */
final class ReceiveReader {
    private static final Pattern LISTEN = Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,253}):"
            + "(6553[0-5]|655[0-2]\\d|65[0-4]\\d\\d|6[0-4]\\d{3}|[1-5]\\d{4}|\\d{1,4})");
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    private ReceiveReader() {}

    /** @param landing where {@code source.landing} reads, which is where deliveries go unless another path is given */
    static ReceiveSettings receive(Section root, Places places, LandingPlace landing) {
        Section section = root.child("receive");
        if (root.has("receive") && section.clean() && !section.has("accessKey")) {
            section.missing("accessKey", "a reference like env:FIREHOSE_ACCESS_KEY");
        }
        Scalars scalars = section.scalars();
        TlsSettings tls = tls(section, places);
        String given = places.localOrS3(section, "path", "");
        ReceiveSettings receive = new ReceiveSettings(
                scalars.text("listen", "127.0.0.1:8443", LISTEN, "host:port, like 0.0.0.0:8443"),
                AlarmReader.secret(section, "accessKey", places),
                tls,
                given.isEmpty() ? landing.path() : given,
                scalars.duration("roll", "5s", "1s", "5m"),
                scalars.count("threads", 32, new Range(1, 256)),
                scalars.count("bufferMb", 256, new Range(64, 65_536)),
                scalars.count("keepFreeMb", 1024, new Range(0, 1_000_000)),
                scalars.flag("openMetrics", false));
        if (root.has("receive")) {
            check(section, receive);
        }
        section.done();
        return receive;
    }

    private static void check(Section section, ReceiveSettings receive) {
        if (receive.path().isEmpty() && section.cleanAt("path")) {
            section.missing("path", "a local folder or s3://bucket/prefix/, here or as source.landing.path");
        }
        boolean open = !Endpoints.isLoopback(hostAsWritten(receive.listen()));
        if (open && !receive.tls().present() && section.cleanAt("listen", "tls")) {
            String remedy = "tls: with a certificate, or a host like 127.0.0.1";
            section.problem("listen", Shown.text(receive.listen()), "needs tls unless it is a loopback host", remedy);
        }
        boolean slow = receive.path().startsWith("s3://") && receive.roll().compareTo(LONGEST_ANSWER) > 0;
        if (slow && section.cleanAt("roll")) {
            String rule = "is too long for s3, where answers wait for it";
            section.problem("roll", Durations.text(receive.roll()), rule, "a duration <= 1m");
        }
    }

    private static String hostAsWritten(String listen) {
        return listen.substring(0, listen.lastIndexOf(':'));
    }

    private static TlsSettings tls(Section receive, Places places) {
        Section section = receive.child("tls");
        TlsSettings tls = new TlsSettings(
                places.local(section, "keyStore", ""),
                AlarmReader.secret(section, "password", places),
                places.local(section, "certificate", ""),
                places.local(section, "key", ""));
        if (receive.has("tls") && section.clean()) {
            boolean store = !tls.keyStore().isEmpty();
            boolean pem = !tls.certificate().isEmpty() || !tls.key().isEmpty();
            if (store && pem) {
                section.problem(
                        "certificate", Shown.text(tls.certificate()), "stands beside keyStore", "only one of them");
            } else if (store && !tls.password().present()) {
                section.missing("password", "a reference like env:KEY_STORE_PASSWORD");
            } else if (!store && (tls.certificate().isEmpty() || tls.key().isEmpty())) {
                section.missing(
                        tls.certificate().isEmpty() ? "certificate" : "key",
                        "certificate and key, or keyStore and password");
            }
        }
        section.done();
        return tls;
    }
}
