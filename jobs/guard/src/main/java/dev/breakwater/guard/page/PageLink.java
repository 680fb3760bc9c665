package dev.breakwater.guard.page;

import dev.breakwater.connectors.alarms.outbox.AlarmEvent;
import dev.breakwater.guard.page.PageUpdate.PageNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Adds links to each alarm: to its page and to the pages of its incidents. The text of a proposal says how to approve
 * it, and names the page first, because a page has buttons and a phone has no shell. An alarm about Breakwater itself
 * also gets a link to the runbook, because the failing job may be unable to write the alarm's page.
 *
 * @param baseUrl https address of the folder of the pages; empty for no link
 */
public record PageLink(String baseUrl) implements MapFunction<AlarmEvent, AlarmEvent> {

    /** The kinds of alerts about Breakwater itself. docs/runbook.md has a heading for each kind. */
    static final Set<String> OWN =
            Set.of("cannot-act", "cannot-read", "cannot-write", "not-taken-up", "blind", "calibration");

    @Override
    public AlarmEvent map(AlarmEvent e) {
        String page = PageNames.of(e);
        boolean linked = !baseUrl.isEmpty() && !page.isEmpty();
        AlarmEvent with = with(e, linked ? links(e, page) : e.links());
        String command = e.details().getOrDefault("approve_with", "");
        return command.isEmpty()
                ? with
                : with.saying(e.summary() + "; to approve, use " + (linked ? "its page or " : "") + command);
    }

    private List<AlarmEvent.Link> links(AlarmEvent e, String page) {
        List<AlarmEvent.Link> links = new ArrayList<>(List.of(link(page, "the incident")));
        Map<String, String> details = e.details();
        String[] others = details.getOrDefault("incidents", "").split(" ");
        for (int i = 0; i < others.length; i++) {
            boolean other = !others[i].isEmpty() && !others[i].equals(page);
            if (other) links.add(link(PageNames.of(others[i]), details.getOrDefault("surge_" + (i + 1), "")));
        }
        return List.copyOf(links);
    }

    private AlarmEvent.Link link(String page, String text) {
        return new AlarmEvent.Link(baseUrl + (baseUrl.endsWith("/") ? "" : "/") + page + ".html", text);
    }

    private static AlarmEvent with(AlarmEvent e, List<AlarmEvent.Link> links) {
        return e.with(e.raises() && OWN.contains(e.clazz()) ? withRunbook(e) : e.details(), links);
    }

    private static Map<String, String> withRunbook(AlarmEvent e) {
        Map<String, String> details = new LinkedHashMap<>(e.details());
        details.put("runbook", "docs/runbook.md#" + e.clazz());
        return details;
    }
}
