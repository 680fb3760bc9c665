package dev.breakwater.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes one manual page for each command, from the text of its {@code --help}: {@code man breakwater-run}. */
public final class Manual {

    private Manual() {}

    /** @param args the output folder, which is made if missing */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (Map.Entry<String, String> page : pages().entrySet()) {
            Files.writeString(folder.resolve(page.getKey() + ".1"), page.getValue());
        }
    }

    /** Returns the pages by their names, like {@code breakwater-run}. */
    static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        add(Breakwater.commandLine(), pages);
        return pages;
    }

    private static void add(CommandLine command, Map<String, String> pages) {
        pages.put(name(command.getCommandSpec()), page(command));
        command.getSubcommands().forEach((name, sub) -> {
            if (!name.equals("help")) add(sub, pages);
        });
    }

    private static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    private static String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        StringBuilder page = new StringBuilder();
        String[] said = spec.usageMessage().description();
        page.append(".TH ").append(name(spec).toUpperCase(Locale.ROOT)).append(" 1 \"\" \"Breakwater\"\n");
        heading(page, "NAME");
        text(page, name(spec) + " - " + sentence(said));
        heading(page, "SYNOPSIS");
        text(page, command.getHelp().synopsis(0).replaceAll("\\s+", " "));
        heading(page, "DESCRIPTION");
        text(page, String.join(" ", said));
        if (!spec.positionalParameters().isEmpty() || !spec.options().isEmpty()) heading(page, "OPTIONS");
        spec.positionalParameters().forEach(p -> item(page, p.paramLabel(), p));
        for (OptionSpec o : spec.options()) {
            if (!o.hidden())
                item(page, String.join(", ", o.names()) + (o.arity().max() == 0 ? "" : "=" + o.paramLabel()), o);
        }
        subcommands(page, command);
        if (spec.parent() == null) {
            heading(page, "EXIT STATUS");
            text(
                    page,
                    "0 for success, 1 for an error, 2 for wrong usage, and 3 if the answer is no. docs/commands.md "
                            + "lists the exit codes of each "
                            + "command.");
        } else {
            heading(page, "SEE ALSO");
            text(page, name(spec.parent()) + "(1)");
        }
        return page.toString();
    }

    private static void subcommands(StringBuilder page, CommandLine command) {
        if (command.getSubcommands().keySet().stream().allMatch("help"::equals)) return;
        heading(page, "COMMANDS");
        command.getSubcommands().forEach((name, sub) -> {
            if (name.equals("help")) return;
            String[] said = sub.getCommandSpec().usageMessage().description();
            page.append(".TP\n\\fB").append(escaped(name(sub.getCommandSpec()))).append("\\fR(1)\n");
            text(page, sentence(said));
        });
    }

    /** Returns the first sentence of several texts. */
    private static String sentence(String... said) {
        return String.join(" ", said).replaceAll("(?<=\\.)\\s.*", "");
    }

    private static void item(StringBuilder page, String label, ArgSpec arg) {
        page.append(".TP\n\\fB").append(escaped(label)).append("\\fR\n");
        text(page, String.join(" ", List.of(arg.description())));
    }

    private static void heading(StringBuilder page, String name) {
        page.append(".SH ").append(name).append('\n');
    }

    /** Escapes a line. In roff, a line that begins with a dot or an apostrophe would be a command. */
    private static void text(StringBuilder page, String text) {
        String plain = Ansi.OFF
                .text(text.replace("%n", " ").replace("%%", "%"))
                .toString()
                .strip();
        page.append(plain.startsWith(".") || plain.startsWith("'") ? "\\&" : "")
                .append(escaped(plain))
                .append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
