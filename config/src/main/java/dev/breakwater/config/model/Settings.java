package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One valid configuration file. No value is null. An absent value is an empty text, an empty list or the default. Paths
 * are absolute.
 *
 * @param mode {@code observe}, {@code alert}, {@code approve} or {@code enforce}; each mode includes the earlier modes
 * @param alarms the key in the file is {@code notify}; Java forbids a record component of this name
 */
public record Settings(
        @Key(
                initial = "observe",
                words = {"observe", "alert", "approve", "enforce"},
                doc = "the most that Breakwater may do; a policy can only lower it. `observe` records what Breakwater "
                        + "would do, and alerts only about Breakwater itself, such as a refused role. `alert` also "
                        + "alerts about surges and budgets. `approve` also throttles what a person approves. "
                        + "`enforce` throttles at once")
        String mode,

        @Key(initial = "on", doc = "if `off`, Breakwater releases every throttle and sets no new one, in any mode")
        boolean enforcement,

        @Key(doc = "the identity of this installation, which distinguishes it from others in the same accounts")
        Instance instance,

        @Key(doc = "accounts to watch; if unset, the account of the ambient credentials")
        List<Account> accounts,

        @Key(doc = "also watch the accounts that AWS Organizations lists, in addition to the listed accounts")
        Organization organization,

        @Key(doc = "how AWS is reached") Aws aws,

        @Key(
                required = true,
                remedy = "at least one of cloudwatch and landing below it",
                doc = "where samples come from; set at least one of them")
        SourceSettings source,

        @Key(doc = "the endpoint to which Firehose delivers")
        ReceiveSettings receive,

        @Key(doc = "facts about the functions") Inventory inventory,
        @Key(doc = "what things cost") PriceSettings prices,

        @Key(
                doc = "the policies; the first match applies, and the last one must match every function; if unset, "
                        + "one default policy")
        List<PolicySettings> policies,

        @Key(doc = "groups of functions, each of which is also judged as a whole")
        List<MatchSettings.Group> groups,

        @Key(doc = "budgets, which alert before too much is spent")
        List<BudgetSettings> budgets,

        @Key(doc = "how much may be throttled") BlastRadius blastRadius,
        @Key(doc = "times when more traffic is expected") List<MatchSettings.Window> windows,

        @Key(name = "notify", doc = "where alerts go; if unset, only the ledger has them")
        NotifySettings alarms,

        @Key(doc = "where decisions and effects are written")
        Ledger ledger,

        @Key(doc = "requests from people: approve, decline, release, hold, accept, protect")
        Requests requests,

        @Key(doc = "the HTTP listeners for people and callbacks")
        DoorSettings door,

        @Key(doc = "incident pages") Pages pages,
        @Key(doc = "how state is kept") Checkpoints checkpoints,
        @Key(doc = "where the job holds its state") State state,
        @Key(doc = "health and metrics of run") Health health)
        implements Serializable {

    /** Returns whether throttles may be set. */
    public boolean enforces() {
        return mode.equals("enforce") || mode.equals("approve");
    }

    /** Returns the region for calls to AWS's global services: the first region in the file, if there is one. */
    public Optional<String> firstRegion() {
        return accounts.isEmpty()
                ? organization.regions.stream().findFirst()
                : Optional.of(accounts.get(0).regions().get(0));
    }

    /**
     * Returns the role that restores tags of protected functions in an account, even if the account is no longer
     * watched. The result is empty if there is no such role.
     */
    public String returnRole(String account) {
        return accounts.stream()
                .filter(a -> a.id().equals(account))
                .findFirst()
                .map(Account::returnRole)
                .orElseGet(() -> Organization.role(organization.returnRole(), account));
    }

    /** Returns the same settings, with these accounts instead of the organisation's units. */
    public Settings watching(List<Account> known) {
        return new Settings(
                mode,
                enforcement,
                instance,
                known,
                organization.found(),
                aws,
                source,
                receive,
                inventory,
                prices,
                policies,
                groups,
                budgets,
                blastRadius,
                windows,
                alarms,
                ledger,
                requests,
                door,
                pages,
                checkpoints,
                state,
                health);
    }

    /**
     * The name of this installation. The name distinguishes this installation from other installations that act on the
     * same accounts.
     *
     * @param name empty if the instance may not throttle
     */
    public record Instance(
            @Key(
                    form = Form.INSTANCE,
                    doc = "name of this instance in the tags of its throttles, 1 to 64 letters, digits, dashes, "
                            + "underscores or dots; keep the name over restarts, and give each instance its own; "
                            + "required with mode `approve` or `enforce`")
            String name,

            @Key(
                    form = Form.INSTANCE,
                    doc = "earlier names of this instance; the instance takes over the tags with these names")
            List<String> adopts)
            implements Serializable {}

    /** A watched AWS account. */
    public record Account(
            @Key(required = true, form = Form.ACCOUNT, doc = "account number, 12 digits, in quotes")
            String id,

            @Key(
                    required = true,
                    form = Form.REGION,
                    remedy = "at least one region, like [eu-west-1]",
                    doc = "regions to watch, at least one")
            List<String> regions,

            @Key(form = Form.ROLE, doc = "ARN of the role to read with; if unset, the ambient credentials")
            String observeRole,

            @Key(form = Form.ROLE, doc = "ARN of the role to throttle with; if unset, the ambient credentials")
            String actRole,

            @Key(
                    form = Form.ROLE,
                    doc = "ARN of the role that restores the tag of a protected function, so that its throttle "
                            + "can be released; if unset, `actRole`")
            String returnRole)
            implements Serializable {}

    /**
     * Accounts that are selected by their units in AWS Organizations.
     *
     * @param units   empty if Organizations is not queried
     * @param include empty if all accounts of the units are included
     */
    public record Organization(
            @Key(
                    required = true,
                    form = Form.UNIT,
                    remedy = "at least one id, like [ou-ab12-cdefgh34]",
                    doc = "ids of organizational units, or of the root; all accounts below them are included")
            List<String> units,

            @Key(form = Form.ACCOUNT, doc = "watch only these accounts of the units; if unset, all active ones")
            List<String> include,

            @Key(form = Form.ACCOUNT, doc = "accounts that are not watched, although they belong to the units")
            List<String> exclude,

            @Key(
                    required = true,
                    form = Form.REGION,
                    remedy = "at least one region, like [eu-west-1]",
                    doc = "regions to watch in each of them, at least one")
            List<String> regions,

            @Key(
                    required = true,
                    form = Form.ROLES,
                    doc = "ARN of the role to read with; write {account} for the account number")
            String observeRole,

            @Key(
                    form = Form.ROLES,
                    doc = "ARN of the role to throttle with, with {account}; required with mode `approve` or "
                            + "`enforce`")
            String actRole,

            @Key(
                    form = Form.ROLES,
                    doc = "ARN of the role that restores the tag of a protected function, with {account}; if "
                            + "unset, `actRole`")
            String returnRole)
            implements Serializable {

        /** The placeholder for the account's number in role ARNs. */
        private static final String NUMBER = "{account}";

        public boolean enabled() {
            return !units.isEmpty();
        }

        /** Returns whether an account of the units is included. */
        public boolean takes(String account) {
            return (include.isEmpty() || include.contains(account)) && !exclude.contains(account);
        }

        /** Returns the settings of one account of the units. */
        public Account account(String id) {
            return new Account(id, regions, role(observeRole, id), role(actRole, id), role(returnRole, id));
        }

        private Organization found() {
            return new Organization(List.of(), include, exclude, regions, observeRole, actRole, returnRole);
        }

        private static String role(String template, String account) {
            return template.replace(NUMBER, account);
        }
    }

    /** The settings for calls to AWS. */
    public record Aws(
            @Key(
                    form = Form.ENDPOINT,
                    doc = "one URL for all services, with https, or with http on a loopback host; if unset, "
                            + "AWS_ENDPOINT_URL or AWS")
            String endpoint,

            @Key(
                    initial = "1000",
                    bounds = "1 to 10000000",
                    doc = "concurrent executions that are assumed if the account's settings cannot be read")
            int assumeAccountConcurrency)
            implements Serializable {}

    /** The interval at which the job lists the functions. */
    public record Inventory(
            @Key(initial = "5m", bounds = "1m to 24h", doc = "time between listings of the functions")
            Duration every) implements Serializable {}

    /**
     * How much may be throttled. At most min(atOnce, max(1, ceil(shareOfFunctions x functions))) functions are
     * throttled at once.
     */
    public record BlastRadius(
            @Key(initial = "5", bounds = "0 to 1000", doc = "largest number of functions that may be throttled at once")
            int atOnce,

            @Key(
                    initial = "0.1",
                    bounds = "0 to 1",
                    doc = "largest share of the functions that may be throttled at once")
            double shareOfFunctions,

            @Key(initial = "10", bounds = "0 to 1000", doc = "largest number of new throttles in any 60 minutes")
            int perHour,

            @Key(
                    initial = "100",
                    bounds = "0 to 1000000",
                    doc = "concurrency that must stay unreserved in each account and region")
            int keepUnreserved)
            implements Serializable {}

    /** The folder for decisions and effects. */
    public record Ledger(
            @Key(initial = "./var/ledger", form = Form.PLACE, doc = "local folder, or s3://bucket/prefix/")
            String path,

            @Key(
                    initial = "64",
                    bounds = "1 to 1024",
                    doc = "size in MiB at which the job starts a new file and renames the old one")
            int segmentMb)
            implements Serializable {

        /** Returns the size in bytes at which a file of lines is renamed and a new file begins. */
        public long segmentBytes() {
            return (long) segmentMb << 20;
        }
    }

    /** Returns the folder in which people's requests wait for the job. */
    public String requestsPath() {
        return requests.path.isEmpty() ? ledger.path.replaceFirst("/+$", "") + "/requests" : requests.path;
    }

    /**
     * Requests from people to the job.
     *
     * @param path empty for {@code requests} in {@code ledger.path}
     */
    public record Requests(
            @Key(
                    form = Form.PLACE,
                    doc = "local folder or s3://bucket/prefix/ where the job finds requests; if unset, the "
                            + "folder `requests` in `ledger.path`")
            String path,

            @Key(
                    initial = "30m",
                    bounds = "1m to 24h",
                    doc = "how long a proposed throttle waits for a person's approval")
            Duration approveWithin)
            implements Serializable {}

    /** Incident pages. */
    public record Pages(
            @Key(initial = "./var/incidents", form = Form.PLACE, doc = "local folder, or s3://bucket/prefix/")
            String path,

            @Key(
                    form = Form.LINK,
                    doc = "https URL under which people can open the folder; if unset, alerts have no link")
            String baseUrl)
            implements Serializable {}

    /**
     * The endpoint at which {@code run} reports its health.
     *
     * @param listen empty if no server is started
     */
    public record Health(
            @Key(
                    form = Form.LISTEN,
                    doc = "host:port where `run` serves /health and /metrics (for Prometheus), read-only and "
                            + "without a password; if unset, nothing listens")
            String listen,

            @Key(
                    form = Form.HOST,
                    doc = "other host names under which Prometheus may read /metrics, without a port; loopback "
                            + "names and the address itself always work, and /health answers under any name")
            List<String> hosts)
            implements Serializable {

        /** Returns the address to listen on, if there is one. */
        public InetSocketAddress address() {
            URI uri = URI.create("tcp://" + listen);
            return new InetSocketAddress(uri.getHost(), uri.getPort());
        }
    }

    /** How the job stores its state. */
    public record Checkpoints(
            @Key(initial = "10s", bounds = "1s to 10m", doc = "time between checkpoints")
            Duration every,

            @Key(initial = "./var/checkpoints", form = Form.PLACE, doc = "local folder, or s3://bucket/prefix/")
            String path)
            implements Serializable {}

    /**
     * The place and size of the job's state.
     *
     * @param functions 0 for as many as fit
     */
    public record State(
            @Key(
                    initial = "heap",
                    words = {"heap", ROCKSDB},
                    doc = "`heap` is fast and keeps all state in memory; `rocksdb` keeps the state in temporary "
                            + "files, for more functions than fit in memory")
            String backend,

            @Key(
                    initial = "auto",
                    bounds = "1 to 2000000",
                    words = "auto",
                    doc = "largest number of functions to watch; `auto` is as many as fit in a quarter of the heap, "
                            + "but at least 50,000")
            int functions,

            @Key(
                    initial = "30",
                    bounds = "30 to 60",
                    doc = "how many minutes late a metric may arrive and still count in spend, budgets and "
                            + "incidents; more minutes need more state")
            int lateMinutes)
            implements Serializable {

        /** The default: state on the heap, for as many functions as fit. */
        public static final State INITIAL = new State("heap", 0, 30);

        /** The backend that keeps state on disk. */
        public static final String ROCKSDB = "rocksdb";

        public boolean onDisk() {
            return backend.equals(ROCKSDB);
        }
    }
}
