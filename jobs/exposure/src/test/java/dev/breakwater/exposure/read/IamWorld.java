package dev.breakwater.exposure.read;

import dev.breakwater.exposure.read.IamEvaluator.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small world of callers that stand before a function: anybody unsigned, strangers who choose their names as it suits
 * them, another account, services for each of them. What the account itself does is internal, and not in it.
 */
final class IamWorld {

    static final String OWN = "111122223333";
    static final String PARTNER = "222233334444";
    static final String ORGANISATION = "o-abcdefghij";
    static final List<String> STRANGERS = List.of("999999999999", "199999999999");
    static final String OFFICE = "203.0.113.5";
    static final String NETWORK = "vpc-0123456789abcdef0";
    static final List<String> SERVICES = List.of("s3", "sns", "events");

    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    private static final List<String> TARGETS = List.of(FUNCTION, FUNCTION + ":live");

    /** How a caller comes in, and the actions that have to be allowed together. */
    enum Way {
        CALL("lambda:InvokeFunction"),
        CALL_ASYNC("lambda:InvokeAsync"),
        OPEN_URL("lambda:InvokeFunctionUrl", "lambda:InvokeFunction"),
        SIGNED_URL("lambda:InvokeFunctionUrl", "lambda:InvokeFunction");

        final List<String> actions;

        Way(String... actions) {
            this.actions = List.of(actions);
        }
    }

    private record Net(String address, String vpc) {}

    private static final Net ABROAD = new Net("198.51.100.7", "");
    private static final Net ELSEWHERE = new Net("", "vpc-0eeeeeeeeeeeeeeee");
    private static final Net HOME = new Net("64.0.0.9", "");

    private final Way url;
    private final boolean oldUrls;
    private final List<List<Request>> alone = new ArrayList<>();
    private final List<List<Request>> shared = new ArrayList<>();

    /**
     * @param authType of the function's URL, or empty for none
     */
    IamWorld(String authType) {
        this(authType, false);
    }

    /** With the rule of before October 2025 as well: a URL that needs its own action alone. */
    IamWorld(String authType, boolean oldUrls) {
        this.oldUrls = oldUrls;
        url = authType.equals("NONE") ? Way.OPEN_URL : authType.isEmpty() ? null : Way.SIGNED_URL;
        for (Net net : List.of(ABROAD, HOME, ELSEWHERE)) {
            if (url == Way.OPEN_URL) add(alone, Way.OPEN_URL, "", "", "", context(net, Map.of()));
            for (String stranger : STRANGERS) signed(alone, stranger, net, "o-zzzzzzzzzz");
        }
        for (Net net : List.of(ABROAD, HOME, ELSEWHERE, new Net(OFFICE, ""), new Net("", NETWORK))) {
            signed(shared, PARTNER, net, ORGANISATION);
        }
        for (String service : SERVICES) {
            for (String stranger : STRANGERS) service(service, stranger, "o-zzzzzzzzzz", "evil-uploads");
            service(service, PARTNER, ORGANISATION, "theirs");
        }
    }

    /** Whether somebody whom nobody named gets in by himself. */
    boolean isPublic(IamEvaluator policy) {
        return anyEnters(policy, alone);
    }

    /** Whether another account gets in, or a service that acts for one. */
    boolean isShared(IamEvaluator policy) {
        return anyEnters(policy, shared);
    }

    private static boolean anyEnters(IamEvaluator policy, List<List<Request>> callers) {
        return callers.stream().anyMatch(all -> all.stream().allMatch(policy::allows));
    }

    private void signed(List<List<Request>> into, String account, Net net, String organisation) {
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
                    add(into, Way.CALL, account, arn, "", context(net, more));
                    add(into, Way.CALL_ASYNC, account, arn, "", context(net, more));
                    if (url == Way.SIGNED_URL) add(into, url, account, arn, "", context(net, more));
                }
            }
        }
    }

    private void service(String service, String account, String organisation, String bucket) {
        List<String> sources = service.equals("s3")
                ? List.of("arn:aws:s3:::" + bucket)
                : List.of(
                        "arn:aws:" + service + ":eu-west-1:" + account + ":orders",
                        "arn:aws:" + service + ":eu-west-1:" + account + ":a:" + OWN + ":orders");
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
                for (Way call : List.of(Way.CALL, Way.CALL_ASYNC)) {
                    add(shared, call, account, "", service + ".amazonaws.com", more);
                }
                if (url == Way.SIGNED_URL) add(shared, url, account, "", service + ".amazonaws.com", more);
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
            List<List<Request>> into,
            Way way,
            String account,
            String arn,
            String service,
            Map<String, List<String>> context) {
        boolean byUrl = way == Way.OPEN_URL || way == Way.SIGNED_URL;
        for (String target : !byUrl ? TARGETS : TARGETS.subList(0, 1)) {
            List<Request> all = new ArrayList<>();
            for (String action : oldUrls ? way.actions.subList(0, 1) : way.actions) {
                Map<String, List<String>> held = new HashMap<>(context);
                if (byUrl) {
                    held.put("lambda:functionurlauthtype", List.of(way == Way.OPEN_URL ? "NONE" : "AWS_IAM"));
                    held.put("lambda:invokedviafunctionurl", List.of("true"));
                }
                all.add(new Request(account, arn, service, action, target, held));
            }
            into.add(all);
        }
    }
}
