package dev.breakwater.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Renders the templates of {@code src/main/jte}, which the build has compiled. The same parameter gives the same bytes. */
public final class Pages {

    /** Where the build puts the compiled templates. */
    private static final String TEMPLATES = "dev.breakwater.report.jte";

    private static final TemplateEngine ENGINE =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);

    /** The one style sheet of all pages. */
    public static final String CSS = resource("page.css");

    private Pages() {}

    /** @param parameter the only one that the template takes */
    public static String render(String template, Object parameter) {
        StringOutput page = new StringOutput();
        ENGINE.render(template, parameter, new PageOutput(page));
        return page.toString();
    }

    private static String resource(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) throw new FileNotFoundException("not in this build: " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
