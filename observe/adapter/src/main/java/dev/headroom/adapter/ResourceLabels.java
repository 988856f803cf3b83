package dev.headroom.adapter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headroom.gotemplate.GoTemplate;
import dev.headroom.gotemplate.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which labels of series stand for which kinds of objects: named one by one (`overrides`), or by a template of the
/// label's name. Source: package `naming`, `resource_converter.go` and `lbl_res.go`.
public final class ResourceLabels {

    private static final String TYPE = "schema.GroupResource";

    private final Map<String, GroupResource> resources = new TreeMap<>();
    private final Map<GroupResource, String> labels = new LinkedHashMap<>();
    private final Optional<Form> form;

    /// @param pattern what the names of labels look like
    /// @param hasGroup whether the pattern has a group of that name
    private record Form(GoTemplate template, Pattern pattern, boolean hasGroup) {}

    private ResourceLabels(Map<String, GroupResource> overrides, Optional<Form> form) {
        overrides.forEach((label, resource) -> {
            resources.put(label, resource);
            labels.put(resource, label);
        });
        this.form = form;
    }

    /// @param overrides kinds by label, normalised
    /// @param template empty when there is none
    /// @throws TemplateException when the template cannot be read, or tells nothing about the kind
    static ResourceLabels of(Map<String, GroupResource> overrides, String template) {
        return new ResourceLabels(overrides, template.isEmpty() ? Optional.empty() : Optional.of(form(template)));
    }

    private static Form form(String text) {
        var fields = new TemplateFields();
        var template = GoTemplate.parse(text, fields.names(), GoTemplate.Delimiters.ANGLES);
        var expression = expanded(template, "(?P<group>.+?)", "(?P<resource>.+?)");
        try {
            var pattern = Pattern.compile("^" + expression + "$");
            if (!pattern.namedGroups().containsKey("resource")) {
                throw new TemplateException("must include at least <<.Resource>> in the label template");
            }
            return new Form(template, pattern, pattern.namedGroups().containsKey("group"));
        } catch (PatternSyntaxException wrong) {
            throw new TemplateException("unable to convert label template to matcher: " + wrong.getMessage());
        }
    }

    private static String expanded(GoTemplate template, String group, String resource) {
        var text = template.expand(
                new TemplateFields.Data(TYPE, Map.of("Group", group, "Resource", resource)), new TemplateFields());
        if (text.isEmpty()) {
            throw new TemplateException("empty label produced by label template");
        }
        return text;
    }

    /// The label that names objects of a kind.
    ///
    /// @throws AdapterException when the rule has none
    String labelOf(GroupResource resource) {
        var named = labels.get(resource);
        if (named != null) {
            return named;
        }
        if (form.isEmpty()) {
            throw new AdapterException("unable to convert resource " + resource
                    + " into label: no generic resource label form specified for this metric; add an override for "
                    + ResourceKinds.singular(resource));
        }
        var group = resource.group().replace('.', '_').replace('-', '_');
        try {
            return expanded(form.get().template(), group, ResourceKinds.singular(resource));
        } catch (TemplateException failure) {
            throw new AdapterException("unable to convert resource " + resource + " into label: " + failure.text());
        }
    }

    /// The kinds that the labels of a series stand for.
    ///
    /// @param namespaced whether its metrics are asked for in a namespace, except those of namespaces, nodes and
    ///     persistent volumes themselves
    record Association(List<GroupResource> resources, boolean namespaced) {}

    /* notes
     *
     * `namespaced` is not whether there is a label for the namespace. It is true as soon as any label maps to another
     * kind than the three rooted ones, or maps to nothing at all; a label that looks like the template and names no
     * kind is skipped. So almost every series counts as namespaced. */
    Association associationOf(Iterable<String> names) {
        var found = new ArrayList<GroupResource>();
        boolean namespaced = false;
        for (var name : names) {
            var resource = Optional.ofNullable(resources.get(name));
            if (resource.isEmpty() && form.isPresent()) {
                var form = this.form.get();
                var match = form.pattern().matcher(name);
                if (match.find()) {
                    resource = ResourceKinds.normalized(
                            new GroupResource(form.hasGroup() ? match.group("group") : "", match.group("resource")));
                    if (resource.isEmpty()) {
                        continue;
                    }
                }
            }
            resource.ifPresent(found::add);
            namespaced |= !resource.map(GroupResource::isRooted).orElse(false);
        }
        return new Association(found, namespaced);
    }

    /// The overrides, by label.
    public Map<String, GroupResource> overrides() {
        return Map.copyOf(resources);
    }
}
