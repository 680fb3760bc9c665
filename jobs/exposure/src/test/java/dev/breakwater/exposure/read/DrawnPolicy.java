package dev.breakwater.exposure.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws random resource policies, with the forms that people write and the mistakes that they make. */
final class DrawnPolicy {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> STRINGS = List.of("StringEquals", "StringLike", "StringEqualsIgnoreCase");
    private static final List<String> ARNS = List.of("ArnLike", "ArnEquals", "StringLike", "StringEquals");

    /** The values by key: a value of the own account, a value of another account, and patterns. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry(
                    "aws:SourceArn",
                    List.of(
                            "arn:aws:s3:::uploads",
                            "arn:aws:s3:::*",
                            "arn:aws:s3:::*uploads",
                            "arn:aws:sns:eu-west-1:111122223333:orders",
                            "arn:aws:sns:*:111122223333:orders",
                            "arn:aws:*:*:111122223333:*",
                            "arn:aws:connect:eu-west-1:111122223333:orders",
                            "arn:*:sns:eu-west-1:111122223333:orders",
                            "arn:aws:?ns:eu-west-1:111122223333:*",
                            "arn:aws:lexv2:eu-west-1:222233334444:*",
                            "arn:aws:sns:eu-west-1:222233334444:*",
                            "arn:aws:sns:eu-west-1:*:orders",
                            "arn:aws:events:eu-west-1:1*:orders",
                            "arn:aws:*")),
            Map.entry("aws:SourceAccount", List.of("111122223333", "222233334444", "1*", "${aws:ResourceAccount}")),
            Map.entry("aws:SourceOrgID", List.of("o-abcdefghij", "o-*")),
            Map.entry("aws:PrincipalOrgID", List.of("o-abcdefghij", "o-*", "*")),
            Map.entry("aws:PrincipalOrgPaths", List.of("o-abcdefghij/*", "o-*/r-ab12/*", "*")),
            Map.entry(
                    "aws:PrincipalArn",
                    List.of(
                            "arn:aws:iam::111122223333:role/x",
                            "arn:aws:iam::111122223333:*",
                            "arn:aws:iam::222233334444:role/*",
                            "arn:aws:iam::*:role/Admin",
                            "arn:aws:iam::*:role/x",
                            "*")),
            Map.entry(
                    "aws:PrincipalAccount",
                    List.of("111122223333", "222233334444", "1*", "${aws:ResourceAccount}", "${aws:PrincipalAccount}")),
            Map.entry("aws:PrincipalIsAWSService", List.of("true", "false")),
            Map.entry(
                    "aws:PrincipalServiceName",
                    List.of(
                            "s3.amazonaws.com",
                            "sns.amazonaws.com",
                            "s*.amazonaws.com",
                            "connect.amazonaws.com",
                            "never-heard-of.amazonaws.com",
                            "*.amazonaws.com")),
            Map.entry("aws:SourceVpc", List.of(IamWorld.NETWORK, "vpc-*")),
            Map.entry("aws:SourceVpce", List.of("vpce-0123456789abcdef0", "vpce-0*")),
            Map.entry(
                    "aws:SourceIp",
                    List.of(
                            "203.0.113.0/24",
                            "203.0.113.5",
                            "0.0.0.0/1",
                            "128.0.0.0/1",
                            "0.0.0.0/0",
                            "3.0.0.0/8",
                            "3.5.140.0/23",
                            "10.0.0.0/8")),
            Map.entry("aws:PrincipalTag/trusted", List.of("yes", "no")),
            Map.entry("lambda:FunctionUrlAuthType", List.of("NONE", "AWS_IAM")),
            Map.entry("lambda:InvokedViaFunctionUrl", List.of("true", "false")));

    private static final List<String> KEYS = VALUES.keySet().stream().sorted().toList();

    private final Random random;

    DrawnPolicy(long seed) {
        random = new Random(seed);
    }

    /** Returns the authentication type of the function's URL, or empty. */
    String url() {
        return of(List.of("", "", "NONE", "AWS_IAM"));
    }

    /** Returns whether the URL belongs to the alias, and whether the alias has a policy. */
    boolean ofAlias() {
        return chance(3);
    }

    /** Returns the authorization of an API's route. */
    String authorization() {
        return of(List.of("NONE", "AWS_IAM", "AWS_IAM", "AWS_IAM", "COGNITO_USER_POOLS", "CUSTOM"));
    }

    /** Returns the policy of an API, or null for none. */
    ObjectNode ofApi() {
        List<List<String>> actions = List.of(List.of("execute-api:Invoke"), List.of("execute-api:*"));
        return chance(6) ? null : document(actions, List.of(IamWorld.ROUTE.replaceFirst("/.*", "/*"), "*"));
    }

    /**
     * Returns the policy of a function or of its alias.
     *
     * @param arn the ARN of the function or alias
     */
    ObjectNode document(String arn) {
        List<List<String>> actions = List.of(
                List.of("lambda:InvokeFunction"),
                List.of("lambda:InvokeFunctionUrl"),
                List.of("lambda:InvokeFunctionUrl", "lambda:InvokeFunction"),
                List.of("lambda:Invoke*"),
                List.of("lambda:InvokeAsync"),
                List.of("lambda:GetFunction"));
        String other = arn.equals(IamWorld.FUNCTION) ? IamWorld.ALIAS : IamWorld.FUNCTION;
        return document(actions, List.of(arn, arn, other, "*"));
    }

    private ObjectNode document(List<List<String>> actions, List<String> resources) {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        ArrayNode statements = document.putArray("Statement");
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) statement(statements.addObject(), i == 0 || chance(2), actions, resources);
        return document;
    }

    private void statement(ObjectNode s, boolean allow, List<List<String>> actions, List<String> resources) {
        s.put("Effect", allow ? "Allow" : "Deny");
        principal(s);
        s.set("Action", texts(of(actions)));
        s.put("Resource", of(resources));
        int conditions = random.nextInt(allow ? 3 : 4);
        for (int i = 0; i < conditions; i++) condition(s.withObjectProperty("Condition"));
    }

    private void principal(ObjectNode s) {
        switch (random.nextInt(11)) {
            case 0 -> s.putObject("Principal").put("AWS", "222233334444");
            case 1 -> s.putObject("Principal").put("AWS", "arn:aws:iam::222233334444:role/x");
            case 2 -> s.putObject("Principal").put("AWS", "arn:aws:iam::111122223333:root");
            case 3 -> s.putObject("Principal").put("Service", of(IamWorld.SERVICES) + ".amazonaws.com");
            case 4 ->
                s.putObject("NotPrincipal")
                        .put("AWS", of(List.of("111122223333", "222233334444")))
                        .put("Service", "s3.amazonaws.com");
            case 5 -> s.putObject("Principal").put("AWS", "*");
            case 6 -> s.putObject("Principal").put("Service", of(IamWorld.CARRIERS) + ".amazonaws.com");
            default -> s.put("Principal", "*");
        }
    }

    private void condition(ObjectNode block) {
        String key = of(KEYS);
        String operator = operator(key);
        ArrayNode values = JSON.createArrayNode();
        if (operator.equals("Null")) {
            values.add(of(List.of("true", "false")));
        } else {
            values.add(of(VALUES.get(key)));
            if (chance(4)) values.add(of(VALUES.get(key)));
        }
        block.withObjectProperty(operator).set(key, values);
    }

    private String operator(String key) {
        if (chance(12)) return "Null";
        String plain = switch (key) {
            case "aws:SourceArn", "aws:PrincipalArn" -> of(ARNS);
            case "aws:SourceIp" -> "IpAddress";
            case "aws:PrincipalIsAWSService", "lambda:InvokedViaFunctionUrl" -> "Bool";
            default -> of(STRINGS);
        };
        if (!plain.equals("Bool") && chance(3)) plain = negated(plain);
        if (chance(4)) plain += "IfExists";
        boolean many = key.endsWith("Paths");
        if (chance(many ? 1 : 12)) plain = of(List.of("ForAnyValue:", "ForAllValues:")) + plain;
        return plain;
    }

    private static String negated(String operator) {
        if (operator.equals("IpAddress")) return "NotIpAddress";
        return operator.replaceFirst("^(String|Arn)", "$1Not");
    }

    private static ArrayNode texts(List<String> values) {
        ArrayNode texts = JSON.createArrayNode();
        values.forEach(texts::add);
        return texts;
    }

    /** Returns true once in this many draws, on average. */
    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> T of(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
