package dev.breakwater.connectors.testkit.fault;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that arrived.
 *
 * @param target  path and query, still encoded
 * @param headers by lower-case name, the last value of each
 */
public record ApiRequest(String method, String target, Map<String, String> headers, byte[] body) {

    private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/\\d{8}/([^/]+)/([^/]+)/aws4_request");

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Returns the path, still encoded, without the query. */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** Returns a parameter of the query, decoded. */
    public Optional<String> parameter(String name) {
        int mark = target.indexOf('?');
        return mark < 0
                ? Optional.empty()
                : Optional.ofNullable(form(target.substring(mark + 1)).get(name));
    }

    /** Returns a field of a body in the form encoding, decoded. */
    public Optional<String> field(String name) {
        boolean form = header("content-type").orElse("").startsWith("application/x-www-form-urlencoded");
        return form ? Optional.ofNullable(form(text()).get(name)) : Optional.empty();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Returns the signing name of the AWS service, for example {@code lambda}. Empty if the request is not signed. */
    public String service() {
        return scope(2);
    }

    /** Returns the region that the request was signed for, or empty. */
    public String region() {
        return scope(1);
    }

    /**
     * Returns the requested operation, for example {@code lambda:PutFunctionConcurrency}, {@code sns:Publish},
     * {@code POST /v2/enqueue}.
     */
    public String operation() {
        return Operations.name(this);
    }

    private String scope(int group) {
        Matcher matcher = SCOPE.matcher(header("authorization").orElse(""));
        return matcher.find() ? matcher.group(group) : "";
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Reads a query or a body in the form encoding. */
    public static Map<String, String> form(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equal = pair.indexOf('=');
            if (equal >= 0) {
                fields.put(decode(pair.substring(0, equal)), decode(pair.substring(equal + 1)));
            }
        }
        return fields;
    }

    @Override
    public String toString() {
        // headers hold credentials
        return method + " " + target;
    }
}
