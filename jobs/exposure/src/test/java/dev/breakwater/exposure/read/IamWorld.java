package dev.breakwater.exposure.read;

import dev.breakwater.exposure.FunctionExposure.Risk;
import dev.breakwater.exposure.read.IamEvaluator.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A small world of callers of a function or an API's route: unsigned callers, strangers who choose their names freely,
 * and another account. There are services that act for each of them, and services that forward strangers' requests,
 * also for the function's own account. Calls from within the account are left out.
 */
final class IamWorld {

    static final String OWN = "111122223333";
    static final String PARTNER = "222233334444";
    static final String ORGANISATION = "o-abcdefghij";
    static final List<String> STRANGERS = List.of("999999999999", "199999999999");
    static final String OFFICE = "203.0.113.5";
    static final String NETWORK = "vpc-0123456789abcdef0";

    /** Services that act only for their own account. */
    static final List<String> SERVICES = List.of("s3", "sns", "events");

    /** Services that start functions for anyone who calls, logs in or chats, and an unknown one. */
    static final List<String> CARRIERS = List.of("connect", "transfer", "lexv2", "never-heard-of");

    static final String FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    static final String ALIAS = FUNCTION + ":live";
    static final String ROUTE = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/pets";

    /** The entry point of a caller. */
    private enum Way {
        CALL("lambda:InvokeFunction", ""),
        CALL_ASYNC("lambda:InvokeAsync", ""),
        /**
         * A URL from before October 2025, which requires only its own action. It also admits every caller that a newer
         * URL admits.
         */
        OPEN_URL("lambda:InvokeFunctionUrl", "NONE"),
        SIGNED_URL("lambda:InvokeFunctionUrl", "AWS_IAM"),
        API("execute-api:Invoke", "");

        private final String action;
        private final String authType;

        Way(String action, String authType) {
            this.action = action;
            this.authType = authType;
        }
    }

    private record Net(String address, String vpc) {}

    private static final Net ABROAD = new Net("198.51.100.7", "");
    private static final Net ELSEWHERE = new Net("", "vpc-0eeeeeeeeeeeeeeee");
    private static final Net HOME = new Net("64.0.0.9", "");
    private static final Net RENTED = new Net("3.5.140.7", "");

    private final String urlTarget;
    private final List<Request> alone = new ArrayList<>();
    private final List<Request> carried = new ArrayList<>();
    private final List<Request> shared = new ArrayList<>();

    /**
     * The world of a function.
     *
     * @param authType the authentication type of the URL, or empty
     * @param alias the alias that has the URL, or empty
     */
    IamWorld(String authType, String alias) {
        urlTarget = alias.isEmpty() ? FUNCTION : ALIAS;
        List<Way> ways = new ArrayList<>(List.of(Way.CALL, Way.CALL_ASYNC));
        if (authType.equals("AWS_IAM")) ways.add(Way.SIGNED_URL);
        people(ways, authType.equals("NONE") ? List.of(Way.OPEN_URL) : List.of());
        for (String service : SERVICES) {
            for (String stranger : STRANGERS) service(shared, ways, service, stranger, "o-zzzzzzzzzz", "evil-uploads");
            service(shared, ways, service, PARTNER, ORGANISATION, "theirs");
        }
        for (String service : CARRIERS) {
            for (String stranger : STRANGERS) service(carried, ways, service, stranger, "o-zzzzzzzzzz", "");
            service(carried, ways, service, PARTNER, ORGANISATION, "");
            service(carried, ways, service, OWN, ORGANISATION, "");
        }
    }

    /**
     * The world of an API's route.
     *
     * @param signed whether the route asks for a signature; a route without this also admits signed requests
     */
    IamWorld(boolean signed) {
        urlTarget = "";
        people(List.of(Way.API), signed ? List.of() : List.of(Way.API));
    }

    private void people(List<Way> signed, List<Way> unsigned) {
        for (Net net : List.of(ABROAD, HOME, RENTED, ELSEWHERE)) {
            unsigned.forEach(way -> add(alone, way, "", "", "", context(net, Map.of())));
            for (String stranger : STRANGERS) signed(alone, signed, stranger, net, "o-zzzzzzzzzz");
        }
        for (Net net : List.of(ABROAD, HOME, RENTED, ELSEWHERE, new Net(OFFICE, ""), new Net("", NETWORK))) {
            signed(shared, signed, PARTNER, net, ORGANISATION);
        }
    }

    /** How open the function is, judged by whether each request is admitted. */
    Risk risk(Predicate<Request> lets) {
        if (alone.stream().anyMatch(lets)) return Risk.PUBLIC;
        if (carried.stream().anyMatch(lets)) return Risk.UNKNOWN;
        return shared.stream().anyMatch(lets) ? Risk.SHARED : Risk.INTERNAL;
    }

    private void signed(List<Request> into, List<Way> ways, String account, Net net, String organisation) {
        for (String name : List.of("role/x", "role/Admin", "user/alice")) {
            String arn = "arn:aws:iam::" + account + ":" + name;
            for (String org : List.of("", organisation)) {
                for (String tag : List.of("", "yes")) {
                    Map<String, List<String>> more = new HashMap<>();
                    more.put("aws:principalarn", List.of(arn));
                    more.put("aws:principalaccount", List.of(account));
                    more.put("aws:principalisawsservice", List.of("false"));
                    organisation(more, "aws:principalorg", org);
                    if (!tag.isEmpty()) more.put("aws:principaltag/trusted", List.of(tag));
                    ways.forEach(way -> add(into, way, account, arn, "", context(net, more)));
                }
            }
        }
    }

    private void service(
            List<Request> into, List<Way> ways, String service, String account, String organisation, String bucket) {
        String head = "arn:aws:" + service + ":eu-west-1:" + account;
        List<String> sources = service.equals("s3")
                ? List.of("arn:aws:s3:::" + bucket)
                : List.of(
                        head + ":orders", head + ":a:" + OWN + ":orders", head + ":a:sns:eu-west-1:" + OWN + ":orders");
        for (String source : sources) {
            for (boolean told : List.of(true, false)) {
                Map<String, List<String>> more = new HashMap<>();
                more.put("aws:principalisawsservice", List.of("true"));
                more.put("aws:principalservicename", List.of(service + ".amazonaws.com"));
                if (told) {
                    more.put("aws:sourcearn", List.of(source));
                    more.put("aws:sourceaccount", List.of(account));
                    organisation(more, "aws:sourceorg", organisation);
                }
                ways.forEach(way -> add(into, way, account, "", service + ".amazonaws.com", more));
            }
        }
    }

    private static void organisation(Map<String, List<String>> more, String prefix, String id) {
        if (id.isEmpty()) return;
        more.put(prefix + "id", List.of(id));
        more.put(prefix + "paths", List.of(id + "/r-ab12/ou-ab12-11111111/"));
    }

    private static Map<String, List<String>> context(Net net, Map<String, List<String>> more) {
        Map<String, List<String>> all = new HashMap<>(more);
        if (!net.address.isEmpty()) all.put("aws:sourceip", List.of(net.address));
        if (!net.vpc.isEmpty()) {
            all.put("aws:sourcevpc", List.of(net.vpc));
            all.put("aws:sourcevpce", List.of(net.vpc.replace("vpc-", "vpce-")));
        }
        return all;
    }

    private void add(
            List<Request> into,
            Way way,
            String account,
            String arn,
            String service,
            Map<String, List<String>> context) {
        Map<String, List<String>> held = new HashMap<>(context);
        List<String> targets = switch (way) {
            case CALL, CALL_ASYNC -> List.of(FUNCTION, ALIAS);
            case OPEN_URL, SIGNED_URL -> List.of(urlTarget);
            case API -> List.of(ROUTE);
        };
        if (!way.authType.isEmpty()) {
            held.put("lambda:functionurlauthtype", List.of(way.authType));
            held.put("lambda:invokedviafunctionurl", List.of("true"));
        }
        targets.forEach(target -> into.add(new Request(account, arn, service, way.action, target, held)));
    }
}
