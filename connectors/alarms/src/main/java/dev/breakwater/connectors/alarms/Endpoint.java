package dev.breakwater.connectors.alarms;

import java.net.URI;
import java.util.regex.Pattern;

/** Where alarms may be sent to: https, or plain http to this machine; from the settings only, never from an answer. */
final class Endpoint {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    private Endpoint() {}

    /** The address itself, or an IllegalArgumentException that says what is wrong with it. */
    static URI checked(URI endpoint) {
        String host = endpoint.getHost();
        if (host == null || endpoint.getUserInfo() != null || endpoint.getFragment() != null) {
            throw new IllegalArgumentException("an alarm endpoint is a plain address with a host, without credentials");
        }
        boolean https = "https".equalsIgnoreCase(endpoint.getScheme());
        boolean local = "http".equalsIgnoreCase(endpoint.getScheme())
                && LOOPBACK.matcher(host).matches();
        if (!https && !local) {
            throw new IllegalArgumentException("an alarm endpoint is https, or http to a loopback host; this is "
                    + endpoint.getScheme() + "://" + host);
        }
        return endpoint;
    }
}
