package dev.breakwater.cli.doctor;

import dev.breakwater.cli.doctor.Findings.Finding;
import dev.breakwater.cli.doctor.Findings.Where;
import dev.breakwater.config.model.ChannelSettings;
import dev.breakwater.config.model.NotifySettings;
import dev.breakwater.config.model.RouteSettings.Receiver;
import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.alarms.http.HttpChannel;
import dev.breakwater.connectors.alarms.http.HttpFormat;
import dev.breakwater.connectors.alarms.http.HttpPost;
import dev.breakwater.connectors.alarms.http.PagerDuty;
import dev.breakwater.connectors.alarms.outbox.AlarmChannel;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Checks receivers that take HTTP requests: the secrets, the connection and, on request, whether each accepts a test
 * page.
 */
final class ReceiverChecks {

    private static final String AREA = "notify";

    private final Findings findings;
    private final SecretChecks secrets;
    private static final String GROUPING =
            "switch it off for this service, because it puts new keys into an open incident without notifying "
                    + "anybody. doctor cannot see this setting";

    private final ReceiverCheck check;
    private final Instant now;
    private final boolean page;

    /** @param page whether a test page is sent */
    ReceiverChecks(Findings findings, SecretChecks secrets, Instant now, boolean page) {
        this.findings = findings;
        this.secrets = secrets;
        this.check = new ReceiverCheck(findings, (SSLSocketFactory) SSLSocketFactory.getDefault());
        this.now = now;
        this.page = page;
    }

    void check(Settings settings) {
        int told = 0;
        for (Receiver receiver : settings.alarms().all()) told += receiver(receiver);
        if (page && told == 0) missing("", "no receiver that takes HTTP requests is configured");
    }

    /** Returns how many of the receiver's channels can get a test page. */
    private int receiver(Receiver r) {
        boolean pagerduty = r.channels().pagerduty().enabled();
        if (pagerduty) pagerduty(r);
        r.channels().http().forEach(channel -> http(r, channel));
        return r.channels().http().size() + (pagerduty ? 1 : 0);
    }

    private void pagerduty(Receiver r) {
        String path = r.path() + ".pagerduty";
        ChannelSettings.PagerDuty settings = r.channels().pagerduty();
        PagerDuty format = new PagerDuty(settings.endpoint(), settings.routingKey(), false);
        Optional<String> text = secrets.receiver(path + ".routingKey", format.secret());
        boolean fits = text.filter(PagerDuty::isKey).isPresent();
        if (text.isPresent() && !fits) secrets.unfit(path + ".routingKey", "is not 32 letters or digits");
        check.reach(path + ".endpoint", URI.create(format.url()));
        findings.add(Finding.there("notify", Where.HERE, path + " (Alert Grouping)", GROUPING));
        if (!page) return;
        if (!fits) missing(whom(r, ""), "there is no routing key to send it with");
        else check.page(whom(r, ""), path + ".routingKey", channel(format, text.get()), now);
    }

    private void http(Receiver r, ChannelSettings.Http channel) {
        String path = r.path() + '.' + channel.kind();
        String secret = path + '.' + channel.secretKey();
        Optional<String> text =
                channel.secret().present() ? secrets.receiver(secret, channel.secret()) : Optional.of("");
        if (!channel.url().isEmpty()) {
            check.reach(path + ".url", URI.create(channel.url()));
        } else if (text.isPresent() && !reach(secret, text.get())) {
            return;
        }
        if (page && text.isPresent()) {
            check.page(whom(r, channel.kind()), secret, channel((HttpFormat) channel, text.get()), now);
        }
    }

    /** Checks whether the secret has the form of an address. */
    private boolean reach(String path, String address) {
        try {
            check.reach(path, HttpPost.checked(URI.create(address)));
            return true;
        } catch (IllegalArgumentException e) {
            // the message is not shown, because it may contain the receiver's address, which is a secret
            secrets.unfit(path, "is no https address");
            return false;
        }
    }

    private static AlarmChannel.Source channel(HttpFormat format, String secret) {
        return HttpChannel.to(format, () -> secret, HttpChannel.TIMEOUT);
    }

    private void missing(String whom, String why) {
        findings.add(Finding.missing(AREA, Where.HERE, "test page" + whom, why, "no page is sent"));
    }

    /** Returns the name of a channel. The PagerDuty channel of the default receiver has no name. */
    private static String whom(Receiver r, String kind) {
        String to = r.name().equals(NotifySettings.DEFAULT) ? "" : " to " + r.name();
        return kind.isEmpty() ? to : to + " by " + kind;
    }
}
