package dev.breakwater.connectors.alarms;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what nobody heard to the program's log: the least that an installation without a ledger has. */
public final class LoggedUnheard implements UnheardLog {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedUnheard.class);

    @Override
    public void unheard(Unheard unheard) {
        // The end of an alarm of which nobody was told is no loss: its beginning has a line already.
        if (unheard.reason() == Unheard.Reason.NEVER_RAISED) LOG.debug(text(unheard));
        else LOG.warn(text(unheard));
    }

    /** One line, for people. */
    static String text(Unheard unheard) {
        AlarmEvent event = unheard.event();
        return String.format(
                Locale.ROOT,
                "Nobody was told: %s of %s, %s%s, %d attempts",
                event.action().name().toLowerCase(Locale.ROOT),
                AlarmText.clean(event.dedupKey(), AlarmText.KEY),
                why(unheard.reason()),
                unheard.detail().isEmpty() ? "" : " (" + unheard.detail() + ')',
                unheard.attempts());
    }

    private static String why(Unheard.Reason reason) {
        return switch (reason) {
            case STALE -> "too old to wake anybody: past data is being read";
            case OVER -> "it was over before the receiver took it";
            case EXPIRED -> "waited too long for the receiver";
            case OVERFLOW -> "too many were waiting";
            case REJECTED -> "the receiver refused it";
            case NEVER_RAISED -> "its alarm was never sent";
            case AFTER_RESOLVE -> "it came after its end";
            case NO_KEY -> "it has no key";
            case END_OF_INPUT -> "the input ended first";
        };
    }
}
