package dev.breakwater.guard.live;

import dev.breakwater.config.model.Settings;
import dev.breakwater.connectors.aws.Answer;
import dev.breakwater.connectors.aws.AwsClients;
import dev.breakwater.connectors.aws.AwsFailure;
import dev.breakwater.connectors.aws.AwsSettings;
import dev.breakwater.connectors.aws.OrganizationAccounts;
import dev.breakwater.ledger.AccountRow;
import dev.breakwater.ledger.LedgerFile;
import dev.breakwater.ledger.LedgerJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.organizations.OrganizationsClient;

/**
 * The accounts of {@code organization} that AWS Organizations lists now. If AWS Organizations does not answer, the
 * accounts of the job's last start are used, which are stored in the ledger's folder.
 *
 * @param rows    each account once, with the first organizational unit above it
 * @param failure why the accounts are old or missing, or null
 */
public record MemberAccounts(List<AccountRow> rows, AwsFailure failure) {

    private static final Logger LOG = LoggerFactory.getLogger(MemberAccounts.class);

    public MemberAccounts {
        rows = List.copyOf(rows);
    }

    /** Asks AWS Organizations with the ambient credentials. */
    public static MemberAccounts find(Settings settings, Map<String, String> environment) {
        String region = settings.firstRegion().orElseThrow();
        AwsSettings ambient = AwsSettings.of(region, settings.aws().endpoint(), "");
        Map<String, AccountRow> found = new TreeMap<>();
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        try (AwsClients clients = new AwsClients(ambient, environment)) {
            OrganizationsClient client = clients.build(OrganizationsClient.builder());
            for (String unit : settings.organization().units()) {
                Answer<Map<String, String>> answer = OrganizationAccounts.under(unit, client);
                if (!answer.ok()) return new MemberAccounts(known(settings), answer.failure());
                answer.value().forEach((id, name) -> found.putIfAbsent(id, new AccountRow(now, unit, id, name)));
            }
        }
        return new MemberAccounts(List.copyOf(found.values()), null);
    }

    /**
     * Returns the accounts that the job found at its last start with this configuration. The result is empty if the job
     * never found any.
     */
    public static List<AccountRow> known(Settings settings) {
        try {
            List<String> units = settings.organization().units();
            return RunPlaces.files(settings).rows(LedgerFile.ACCOUNTS, row -> units.contains(row.unit()));
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", LedgerFile.ACCOUNTS.name(), e.toString());
            return List.of();
        }
    }

    /**
     * Returns which of these accounts joined after the job's start, because a running job watches only the accounts
     * that existed at its start. The result is empty if no job has stored its accounts here.
     *
     * @param written the settings without the accounts of the organisation
     */
    public static Set<String> joined(Settings written, Collection<String> now) {
        List<AccountRow> begun = known(written);
        if (begun.isEmpty()) return Set.of();
        Set<String> joined = new TreeSet<>(now);
        written.accounts().forEach(own -> joined.remove(own.id()));
        begun.forEach(row -> joined.remove(row.account()));
        return joined;
    }

    /**
     * Returns the same settings with these accounts added to the configured accounts. Configured accounts have
     * priority.
     *
     * @throws IllegalStateException if no account is active or known; the message gives the reason
     */
    public Settings in(Settings settings) {
        if (failure != null && rows.isEmpty()) {
            throw new IllegalStateException("organization: the accounts cannot be listed (" + failure.text()
                    + "); this needs organizations:ListAccountsForParent and"
                    + " organizations:ListOrganizationalUnitsForParent, in the organisation's management account or one"
                    + " that it delegates to");
        }
        Settings.Organization organization = settings.organization();
        List<String> own =
                settings.accounts().stream().map(Settings.Account::id).toList();
        List<Settings.Account> all = new ArrayList<>(settings.accounts());
        rows.stream()
                .map(AccountRow::account)
                .filter(id -> organization.takes(id) && !own.contains(id))
                .map(organization::account)
                .forEach(all::add);
        if (all.isEmpty()) {
            throw new IllegalStateException("organization: no active account is left in " + rows.size() + " below "
                    + String.join(", ", organization.units()) + " (include, exclude)");
        }
        return settings.watching(all);
    }

    /** Warnings about probable mistakes in the settings and about an old list of accounts, one line each. */
    public List<String> notes(Settings settings) {
        List<String> notes = new ArrayList<>();
        if (failure != null && rows.isEmpty()) return notes;
        if (failure != null) {
            notes.add("the list of accounts is from " + rows.get(0).at()
                    + ", because AWS Organizations does not list them now (" + failure.text() + ")");
        }
        List<String> ids = rows.stream().map(AccountRow::account).toList();
        for (String id : settings.organization().include()) {
            if (!ids.contains(id)) notes.add("organization.include: " + id + " is not an active account of the units");
        }
        return notes;
    }

    /** Stores the accounts for a later start, in case AWS Organizations does not answer then. */
    void remember(Settings settings) {
        if (failure != null) return;
        try {
            RunPlaces.files(settings)
                    .replace(
                            LedgerFile.ACCOUNTS,
                            rows.stream().map(LedgerJson::line).toList());
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", LedgerFile.ACCOUNTS.name(), e.toString());
        }
    }
}
