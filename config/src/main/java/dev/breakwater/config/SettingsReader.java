package dev.breakwater.config;

import java.util.List;
import java.util.regex.Pattern;

/** Reads a whole file, section by section. */
final class SettingsReader {
    private static final String VERSION = "breakwater.dev/v1";

    private SettingsReader() {}

    static Settings settings(Section root, Places places) {
        root.scalars().required("apiVersion", Pattern.compile(Pattern.quote(VERSION)), VERSION);
        Mode mode = InstanceReader.mode(root);
        boolean enforcement = root.scalars().flag("enforcement", true);
        InstanceSettings instance = InstanceReader.instance(root, mode);
        List<AccountSettings> accounts = AwsReader.accounts(root);
        AwsEndpoint aws = AwsReader.aws(root);
        SourceSettings source = SourceReader.source(root, places);
        Settings settings = new Settings(
                mode,
                enforcement,
                instance,
                accounts,
                aws,
                source,
                ReceiveReader.receive(root, places, source.landing()),
                SourceReader.inventory(root),
                PriceReader.prices(root, places),
                PolicyReader.policies(root),
                ScopeReader.groups(root),
                BudgetReader.budgets(root),
                blastRadius(root),
                ScopeReader.windows(root),
                AlarmReader.alarms(root, places),
                ledger(root, places),
                pages(root, places),
                checkpoints(root, places));
        root.done();
        return settings;
    }

    private static BlastRadiusSettings blastRadius(Section root) {
        Section section = root.child("blastRadius");
        Scalars scalars = section.scalars();
        BlastRadiusSettings radius = new BlastRadiusSettings(
                scalars.count("atOnce", 5, new Range(0, 1000)),
                scalars.number("shareOfFunctions", 0.1, new Range(0, 1)),
                scalars.count("perHour", 10, new Range(0, 1000)),
                scalars.count("keepUnreserved", 100, new Range(0, 1_000_000)));
        section.done();
        return radius;
    }

    private static LedgerSettings ledger(Section root, Places places) {
        Section section = root.child("ledger");
        LedgerSettings ledger = new LedgerSettings(
                places.local(section, "path", "./var/ledger"),
                section.scalars().count("segmentMb", 64, new Range(1, 1024)));
        section.done();
        return ledger;
    }

    private static PagesSettings pages(Section root, Places places) {
        Section section = root.child("pages");
        PagesSettings pages =
                new PagesSettings(places.local(section, "path", "./var/incidents"), Endpoints.link(section, "baseUrl"));
        section.done();
        return pages;
    }

    private static CheckpointSettings checkpoints(Section root, Places places) {
        Section section = root.child("checkpoints");
        CheckpointSettings checkpoints = new CheckpointSettings(
                section.scalars().duration("every", "10s", "1s", "10m"),
                places.localOrS3(section, "path", "./var/checkpoints"));
        section.done();
        return checkpoints;
    }
}
