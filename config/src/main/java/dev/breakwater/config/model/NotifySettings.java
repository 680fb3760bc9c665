package dev.breakwater.config.model;

import dev.breakwater.config.model.Key.Form;
import dev.breakwater.config.model.RouteSettings.Receiver;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Where alarms go. The channels that are written directly in this section form the receiver {@link #DEFAULT}. The
 * default receiver gets every alarm that no route sends elsewhere.
 */
public record NotifySettings(
        @Key(name = ".") ChannelSettings channels,

        @Key(doc = "publish key figures as CloudWatch metrics, 4 for each account and region")
        CloudWatch cloudwatch,

        @Key(
                initial = "5",
                bounds = "2 to 100",
                doc = "how many incidents of one account and region must open within a minute to share one alert")
        int together,

        @Key(doc = "the receivers that routes can name") List<Receiver> receivers,

        @Key(doc = "which receivers get which alert; the first matching route decides, unless it has continue: on")
        List<RouteSettings> routes)
        implements Serializable {

    /** The name of the receiver whose channels are directly in the section {@code notify}. */
    public static final String DEFAULT = "default";

    /** Returns all receivers. The default receiver, if there is one, comes first. */
    public List<Receiver> all() {
        List<Receiver> all = new ArrayList<>();
        if (channels.reaches()) all.add(new Receiver(DEFAULT, channels));
        all.addAll(receivers);
        return List.copyOf(all);
    }

    /** Returns the routes of the file, followed by a route to the default receiver, if there is one. */
    public List<RouteSettings> effective() {
        List<RouteSettings> effective = new ArrayList<>(routes);
        boolean first = all().stream().anyMatch(r -> r.name().equals(DEFAULT));
        if (first) effective.add(RouteSettings.ofAll(DEFAULT));
        return List.copyOf(effective);
    }

    /** Returns whether alarms go to a receiver, and not only into the ledger. */
    public boolean reachesPeople() {
        return !effective().isEmpty();
    }

    /**
     * Breakwater's own key figures as CloudWatch metrics.
     *
     * @param region empty if no metrics are published
     */
    public record CloudWatch(
            @Key(required = true, form = Form.REGION, doc = "region in which the metrics are kept")
            String region) implements Serializable {

        /** Returns whether the file has the section. */
        public boolean enabled() {
            return !region.isEmpty();
        }
    }
}
