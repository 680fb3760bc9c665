package dev.breakwater.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** URLs: https anywhere, http on a loopback host only where that is allowed, never with a user or a password. */
final class Endpoints {
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    private Endpoints() {}

    /** An endpoint that a program calls; http on a loopback host is for tests and proxies. */
    static String endpoint(Section section, String key, String initial) {
        return url(section, key, initial, true);
    }

    /** A URL that people follow: https only. */
    static String link(Section section, String key) {
        return url(section, key, "", false);
    }

    private static String url(Section section, String key, String initial, boolean loopback) {
        return section.read(key, initial, value -> {
            Optional<String> rule = broken(value.asText(), loopback);
            rule.ifPresent(r -> section.problem(key, Shown.value(value), r, remedy(loopback)));
            return rule.isPresent() ? Optional.empty() : Optional.of(value.asText());
        });
    }

    private static Optional<String> broken(String text, boolean loopback) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("is not a URL");
        }
        if (uri.getHost() == null || uri.getScheme() == null) {
            return Optional.of("is not a URL with a host");
        }
        if (uri.getUserInfo() != null) {
            return Optional.of("must not carry a user or a password");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean allowed = scheme.equals("https") || loopback && scheme.equals("http") && isLoopback(uri.getHost());
        return allowed ? Optional.empty() : Optional.of("must use https");
    }

    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || LOOPBACK_V4.matcher(host).matches();
    }

    private static String remedy(boolean loopback) {
        return loopback ? "an https:// URL (http:// only for a loopback host)" : "an https:// URL";
    }
}
