package dev.breakwater.cli.doctor;

import dev.breakwater.config.model.Settings;
import dev.breakwater.config.secret.SecretRef;
import dev.breakwater.connectors.aws.AwsCall.AwsUse;
import dev.breakwater.connectors.aws.bucket.Folders;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The features of AWS that a configuration uses. Calls for other features are optional or unchecked. */
final class Needs {

    private final Set<AwsUse> needed = EnumSet.of(AwsUse.INVENTORY);
    private final Set<AwsUse> optional = EnumSet.of(AwsUse.EXPOSURE, AwsUse.DOCTOR);

    Needs(Settings settings) {
        need(AwsUse.POLLING, settings.source().cloudwatch().enabled());
        boolean acts = settings.enforces();
        need(AwsUse.ACTS, acts);
        // the commands release and sweep use the role in every mode
        boolean named = settings.accounts().stream().anyMatch(a -> !a.actRole().isEmpty())
                || !settings.organization().actRole().isEmpty();
        if (!acts && named) optional.add(AwsUse.ACTS);
        boolean returns =
                settings.accounts().stream().anyMatch(a -> !a.returnRole().isEmpty())
                        || !settings.organization().returnRole().isEmpty();
        need(AwsUse.RETURNS, acts && returns);
        if (!acts && returns) optional.add(AwsUse.RETURNS);
        need(AwsUse.ROLES, true);
        need(AwsUse.ORGANIZATION, settings.organization().enabled());
        need(AwsUse.SECRETS, secrets(settings).stream().anyMatch(s -> s.scheme() == SecretRef.Scheme.AWS_SECRET));
        need(
                AwsUse.SNS,
                settings.alarms().all().stream()
                        .anyMatch(r -> r.channels().sns().enabled()));
        need(
                AwsUse.EVENTBRIDGE,
                settings.alarms().all().stream()
                        .anyMatch(r -> r.channels().eventbridge().enabled()));
        need(AwsUse.FIGURES, settings.alarms().cloudwatch().enabled());
        need(
                AwsUse.LANDING,
                lands(settings) || reads(settings) || !files(settings).isEmpty());
        need(AwsUse.FILES, !files(settings).isEmpty());
    }

    /** Returns whether the command {@code receive} stores deliveries in S3. */
    static boolean lands(Settings settings) {
        return settings.receive().enabled()
                && Folders.isBucket(settings.receive().path());
    }

    /** Returns whether the job reads samples from S3. */
    static boolean reads(Settings settings) {
        return Folders.isBucket(settings.source().landing().path());
    }

    /** Returns the run's folders in S3, by their keys in the configuration. */
    static Map<String, String> files(Settings settings) {
        Map<String, String> files = new TreeMap<>();
        files.put("ledger.path", settings.ledger().path());
        files.put("pages.path", settings.pages().path());
        files.put("requests.path", settings.requests().path());
        files.values().removeIf(place -> !Folders.isBucket(place));
        return files;
    }

    static List<SecretRef> secrets(Settings settings) {
        List<SecretRef> secrets =
                new ArrayList<>(List.of(settings.receive().tls().password()));
        settings.receive().keys().forEach(key -> secrets.add(key.accessKey()));
        settings.alarms().all().forEach(r -> secrets.addAll(r.channels().secrets()));
        return secrets;
    }

    boolean asks(AwsUse use) {
        return needed.contains(use) || optional.contains(use);
    }

    boolean needs(AwsUse use) {
        return needed.contains(use);
    }

    private void need(AwsUse use, boolean is) {
        if (is) needed.add(use);
    }
}
