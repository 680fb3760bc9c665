package dev.breakwater.cli.door;

import dev.breakwater.engine.control.Request.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The action behind a PagerDuty button, signed in its address. PagerDuty signs the body of a delivery but not its path.
 * Without the signature in the address, a body for one button would be valid for every other button.
 *
 * @param incident the incident's id, or {@link #ANY} for the incident that the event names
 * @param until the time at which the link stops being valid
 */
public record ActionLink(Kind kind, String incident, Instant until) {

    /**
     * The id that stands for every incident. A custom action of PagerDuty needs it, because it is set up once for all
     * incidents.
     */
    public static final String ANY = "any";

    /** Returns the query part of the address, signed with the webhook's secret. */
    public String query(String secret) {
        return "do=" + kind.wire() + "&incident=" + incident + "&until=" + until + "&sig=" + signature(secret);
    }

    /** Returns the action in an address that was signed with this secret. Empty if the signature is wrong. */
    static Optional<ActionLink> of(RequestFields query, String secret) {
        try {
            Optional<Kind> kind = Kind.asked(query.get("do"));
            if (kind.isEmpty()) return Optional.empty();
            Instant until = Instant.parse(query.get("until"));
            ActionLink link = new ActionLink(kind.get(), query.get("incident"), until);
            boolean signed = Signature.equal(link.signature(secret), query.get("sig"));
            return signed ? Optional.of(link) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Returns whether the action is for this incident. */
    boolean isFor(String other) {
        return incident.equals(ANY) || incident.equals(other);
    }

    private String signature(String secret) {
        // this prefix differs from the start of every body, because the same secret also signs bodies
        return new Signature(secret).hmac("breakwater-action\n" + kind.wire() + '\n' + incident + '\n' + until);
    }
}
