package dev.breakwater.connectors.alarms;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what nobody heard to the program's log: the least that an installation without a ledger has. */
public final class LoggedUnheard implements UnheardLog {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedUnheard.class);

    @Override
    public void unheard(Unheard unheard) {
        AlarmEvent event = unheard.event();
        LOG.warn(
                "unheard {} of {}: {} {} after {} attempts",
                event.action(),
                AlarmText.clean(event.dedupKey(), AlarmText.KEY),
                unheard.reason(),
                unheard.detail(),
                unheard.attempts());
    }
}
