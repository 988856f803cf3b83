// Owns the lists below the charts: pods, Services, alerts, events.

import {ago, clock, cpu, memory, plural} from './format.js';
import {attribute, h, list, text} from './dom.js';

/** A table that keeps its rows. `columns` are `{name, number, cell(item)}`; the first names the row. */
function table(title, columns, keyOf, decorate = () => {}) {
    const body = h('tbody');
    const head = columns.map(column => h('th', {scope: 'col', class: column.number ? 'number' : null}, column.name));
    const root = h('table', {'aria-label': title}, h('thead', {}, h('tr', {}, ...head)), body);
    const row = () => {
        const cells = columns.map((column, i) => h(i === 0 ? 'th' : 'td',
            {scope: i === 0 ? 'row' : null, class: column.number ? 'number' : null, 'data-name': column.name}));
        const line = h('tr', {}, ...cells);
        return {
            root: line,
            show(item) {
                columns.forEach((column, i) => text(cells[i], column.cell(item)));
                decorate(line, item);
            },
        };
    };
    return {root, show: items => list(body, items, keyOf, row)};
}

function card(id, title, nothing, view) {
    const size = h('span', {class: 'faint'});
    const empty = h('p', {class: 'empty'}, nothing);
    const root = h('section', {class: `card ${id}`, id, 'aria-label': title},
        h('div', {class: 'card-head'}, h('h2', {}, title), size),
        empty, h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title}, view.root));
    return {
        root,
        show(items, summary) {
            view.show(items);
            text(size, summary);
            empty.hidden = items.length > 0;
            view.root.hidden = items.length === 0;
        },
    };
}

export class Tables {
    #model;
    pods;
    services;
    alerts;
    events;

    constructor(model) {
        this.#model = model;
        this.pods = card('pods', 'Pods', 'No pods.', table('Pods', [
            {name: 'Pod', cell: pod => pod.name},
            {name: 'Status', cell: pod => (pod.ready ? '● ready' : `○ ${pod.phase}, not ready`)},
            {name: 'Restarts', number: true, cell: pod => pod.restarts},
            {name: 'CPU', number: true, cell: pod => cpu(pod.cpuMilli)},
            {name: 'Memory', number: true, cell: pod => memory(pod.memoryBytes)},
            {name: 'Address', cell: pod => pod.address || '–'},
            {name: 'Age', number: true, cell: pod => pod.age},
        ], pod => pod.name, (row, pod) => {
            attribute(row, 'data-ready', String(pod.ready));
            attribute(row, 'data-restarted', pod.restarts > 0 ? 'true' : null);
        }));
        this.services = card('services', 'Services', 'No Services.', table('Services', [
            {name: 'Service', cell: service => service.name},
            {name: 'Addresses', cell: service => service.addresses.join(', ') || '–'},
            {name: 'Ready pods', number: true, cell: service => service.readyPods},
        ], service => `${service.namespace}/${service.name}`,
        (row, service) => attribute(row, 'data-ready', String(service.readyPods > 0))));
        this.alerts = card('alerts', 'Alerts', 'No alert is pending or firing.', alertList());
        this.events = card('events', 'Events', 'Nothing has happened yet.', eventList());
    }

    showStatus() {
        const {status} = this.#model;
        if (status === null) {
            return;
        }
        const ready = status.pods.filter(pod => pod.ready).length;
        this.pods.show(status.pods, `${ready} of ${status.pods.length} ready`);
        this.services.show(status.services, '');
        const sorted = status.alerts.toSorted((a, b) => Number(b.state === 'firing') - Number(a.state === 'firing'));
        this.alerts.show(
            sorted.map(alert => ({alert, since: this.#model.now - Date.parse(alert.activeAt) / 1000})), '');
    }

    showEvents() {
        const {events} = this.#model;
        this.events.show(events.toReversed(), events.length === 0 ? '' : plural(events.length, 'event'));
    }
}

function alertList() {
    const root = h('ul', {class: 'alert-list'});
    const view = () => {
        const state = h('span', {class: 'alert-state'});
        const name = h('strong', {});
        const since = h('span', {class: 'faint'});
        const summary = h('p', {});
        const labels = h('p', {class: 'labels'});
        const line = h('li', {}, h('div', {class: 'alert-head'}, state, name, since), summary, labels);
        return {
            root: line,
            show({alert, since: seconds}) {
                text(state, alert.state);
                text(name, alert.name);
                text(since, ago(seconds));
                text(summary, alert.summary);
                text(labels, Object.entries(alert.labels).map(([label, value]) => `${label}="${value}"`).join('  '));
                attribute(line, 'data-state', alert.state);
            },
        };
    };
    const keyOf = ({alert}) => alert.name + JSON.stringify(alert.labels);
    return {root, show: items => list(root, items, keyOf, view)};
}

function eventList() {
    const root = h('ol', {class: 'event-list'});
    const view = event => {
        const line = h('li', {'data-reason': event.reason},
            h('time', {datetime: event.time}, clock(Date.parse(event.time))),
            h('strong', {}, event.reason),
            h('span', {class: 'faint'}, `${event.kind} ${event.object}`),
            h('span', {class: 'message'}, event.message));
        return {root: line, show() {}};
    };
    return {root, show: items => list(root, items, event => event.id, view)};
}
