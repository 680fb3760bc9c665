package dev.breakwater.connectors.aws;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.ListAccountsForParentResponse;
import software.amazon.awssdk.services.organizations.model.ListOrganizationalUnitsForParentResponse;
import software.amazon.awssdk.services.organizations.model.OrganizationalUnit;

/**
 * Lists the active accounts below units of AWS Organizations. The reader makes at most four calls a second, because all
 * callers in the organisation share low limits.
 */
public final class OrganizationAccounts {

    private static final int PAGE = 20;
    private static final long BETWEEN_MILLIS = 250;
    private static final int TRIES = 4;
    private static final String ACTIVE = "ACTIVE";

    private final OrganizationsClient client;
    private final ControlPlaneRate.Pause pause;

    private final Map<String, String> found = new TreeMap<>();
    private final Set<String> visited = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();
    private AwsFailure failure;

    private OrganizationAccounts(OrganizationsClient client, ControlPlaneRate.Pause pause) {
        this.client = client;
        this.pause = pause;
    }

    /**
     * Lists all accounts below one unit.
     *
     * @param unit the id of a unit or of the root
     * @return the names by account number, or a failure that names the call and the unit
     */
    public static Answer<Map<String, String>> under(String unit, OrganizationsClient client) {
        return under(unit, client, TimeUnit.MILLISECONDS::sleep);
    }

    static Answer<Map<String, String>> under(String unit, OrganizationsClient client, ControlPlaneRate.Pause pause) {
        OrganizationAccounts walk = new OrganizationAccounts(client, pause);
        walk.enter(unit);
        while (walk.failure == null && !walk.open.isEmpty()) walk.look(walk.open.pop());
        return walk.failure == null ? Answer.of(walk.found) : Answer.failed(walk.failure);
    }

    private void enter(String unit) {
        if (visited.add(unit)) open.add(unit);
    }

    private void look(String unit) {
        pages(AwsCall.LIST_ACCOUNTS_FOR_PARENT, unit, token -> {
            ListAccountsForParentResponse page = client.listAccountsForParent(
                    r -> r.parentId(unit).nextToken(token).maxResults(PAGE));
            page.accounts().stream().filter(OrganizationAccounts::isActive).forEach(a -> found.put(a.id(), a.name()));
            return page.nextToken();
        });
        pages(AwsCall.LIST_ORGANIZATIONAL_UNITS_FOR_PARENT, unit, token -> {
            ListOrganizationalUnitsForParentResponse page = client.listOrganizationalUnitsForParent(
                    r -> r.parentId(unit).nextToken(token).maxResults(PAGE));
            page.organizationalUnits().stream().map(OrganizationalUnit::id).forEach(this::enter);
            return page.nextToken();
        });
    }

    /** AWS has replaced the field status by the field state, which emulators do not have yet. */
    private static boolean isActive(Account account) {
        String state = account.stateAsString() == null ? account.statusAsString() : account.stateAsString();
        return ACTIVE.equals(state);
    }

    /**
     * @param ask returns the page that a token names, and the next token; the token is null before the first page and
     *            after the last page
     */
    private void pages(AwsCall call, String unit, Function<String, String> ask) {
        String token = null;
        while (failure == null) {
            String after = token;
            // an answer without a failure has a value
            Answer<String> next = patiently(() -> Answer.ask(() -> {
                String following = ask.apply(after);
                return following == null ? "" : following;
            }));
            if (!next.ok()) {
                String what = call.permission() + " of " + unit + ": "
                        + next.failure().detail();
                failure = AwsFailure.of(next.failure().outcome(), next.failure().code(), what);
            } else if (next.value().isEmpty()) {
                return;
            } else {
                token = next.value();
            }
        }
    }

    private Answer<String> patiently(Supplier<Answer<String>> call) {
        Answer<String> answer = null;
        try {
            for (int tries = 1; tries <= TRIES; tries++) {
                pause.millis(answer == null ? BETWEEN_MILLIS : AwsFailure.backoffMillis(tries - 1, answer.failure()));
                answer = call.get();
                if (answer.ok() || !answer.failure().outcome().worthRepeating()) return answer;
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.failed(AwsFailure.of(Outcome.TRANSIENT, "Interrupted", "while waiting for a call's turn"));
        }
    }
}
