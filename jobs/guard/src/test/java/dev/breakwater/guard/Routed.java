package dev.breakwater.guard;

import dev.breakwater.config.ConfigLoader;
import dev.breakwater.guard.convert.AlarmRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Routes for tests, in the form of the configuration file. */
public final class Routed {

    private Routed() {}

    /** Makes routes from the receivers' names, with commas, and a list in YAML. */
    public static AlarmRoutes by(Path folder, String names, String routes) throws IOException {
        StringBuilder receivers = new StringBuilder();
        for (String name : names.split(", ")) {
            receivers.append("    - { name: ").append(name).append(", pagerduty: { routingKey: \"env:A\" } }\n");
        }
        Path file = Files.writeString(folder.resolve("routes.yaml"), """
                apiVersion: breakwater.dev/v1
                source: { landing: { path: in } }
                notify:
                  receivers:
                %s
                  routes:
                %s
                """.formatted(receivers, routes.indent(4)));
        return AlarmRoutes.of(ConfigLoader.load(file).value());
    }

    /** The same settings with these routes. */
    public static GuardSettings settings(GuardSettings s, AlarmRoutes routes) {
        Book book = s.first();
        Book routed = new Book(book.id(), book.from(), book.policies(), book.budgets(), routes);
        return new GuardSettings(routed, s.control(), s.prices(), s.fleet(), s.calibration(), s.recording(), s.state());
    }
}
