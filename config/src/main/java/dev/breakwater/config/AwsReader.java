package dev.breakwater.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code accounts} and {@code aws}. */
final class AwsReader {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    /** Of any partition, as {@code us-gov-west-1} and {@code eusc-de-east-1}. */
    static final Pattern REGION = Pattern.compile("[a-z]+(-[a-z]+)+-[0-9]{1,2}");

    private static final Pattern ROLE =
            Pattern.compile("arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,576}");
    private static final Range CONCURRENCY = new Range(1, 10_000_000);

    private AwsReader() {}

    static AwsEndpoint aws(Section root) {
        Section section = root.child("aws");
        AwsEndpoint aws = new AwsEndpoint(
                Endpoints.endpoint(section, "endpoint", ""),
                section.scalars().count("assumeAccountConcurrency", 1000, CONCURRENCY));
        section.done();
        return aws;
    }

    static List<AccountSettings> accounts(Section root) {
        List<AccountSettings> accounts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Section section : root.children("accounts")) {
            AccountSettings account = account(section);
            accounts.add(account);
            if (!account.id().isEmpty() && !seen.add(account.id())) {
                section.problem("id", account.id(), "accounts must be unique", "one entry with all its regions");
            }
        }
        return accounts;
    }

    private static AccountSettings account(Section section) {
        AccountSettings account = new AccountSettings(
                id(section), regions(section), role(section, "observeRole"), role(section, "actRole"));
        section.done();
        return account;
    }

    static String id(Section section) {
        return section.scalars().required("id", ACCOUNT, "the account number, 12 digits in quotes");
    }

    private static List<String> regions(Section section) {
        List<String> regions = new ArrayList<>();
        List<JsonNode> items = section.items("regions");
        for (int i = 0; i < items.size(); i++) {
            String key = "regions[" + i + "]";
            section.scalars()
                    .matching(key, items.get(i), REGION, "a region like eu-west-1")
                    .ifPresent(region -> {
                        if (regions.contains(region)) {
                            section.problem(key, region, "regions must be unique", "each region once");
                        }
                        regions.add(region);
                    });
        }
        if (items.isEmpty() && section.value("regions").map(JsonNode::isArray).orElse(!section.has("regions"))) {
            section.missing("regions", "at least one region, like [eu-west-1]");
        }
        return regions;
    }

    private static String role(Section section, String key) {
        return section.scalars().text(key, "", ROLE, "an ARN like arn:aws:iam::111122223333:role/NAME");
    }
}
