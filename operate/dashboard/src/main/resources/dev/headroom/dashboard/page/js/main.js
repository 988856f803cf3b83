// Owns the wiring: which part of the page listens to what.

import {Api} from './api.js';
import {Charts} from './charts.js';
import {Connection} from './connection.js';
import {Decisions} from './decisions.js';
import {attribute, h} from './dom.js';
import {forgetColours} from './palette.js';
import {Header} from './header.js';
import {keyOf, Model} from './model.js';
import {Notices} from './notices.js';
import {RunProgress} from './run.js';
import {Signals} from './signals.js';
import {Tables} from './tables.js';
import {theme} from './theme.js';
import {Tiles} from './tiles.js';

const CHOICE = 'autoscaler';

const byId = id => document.getElementById(id);
const api = new Api(document.baseURI);
const model = new Model(api, new URLSearchParams(location.search).get(CHOICE));
const header = new Header({
    select: byId('autoscaler'), scale: byId('scale'), facts: byId('facts'), connection: byId('connection'),
}, model);
const notices = new Notices(model);
const decisions = new Decisions(model);
const tiles = new Tiles(model, id => decisions.open(id));
const run = new RunProgress(model);
const charts = new Charts(model);
const signals = new Signals(model);
const tables = new Tables(model);

byId('notices').append(notices.root);
byId('health').append(tiles.root, tiles.last);
byId('run').append(run.root);
byId('charts').append(charts.bar, charts.root);
byId('now').append(signals.root, decisions.root);
byId('lists').append(tables.pods.root,
    h('div', {class: 'side'}, tables.services.root, tables.alerts.root), tables.events.root);

const PARTS = {
    connection: [
        () => attribute(document.body, 'data-connection', model.connection.phase),
        () => header.showConnection(),
        () => notices.show(),
    ],
    status: [
        () => attribute(document.body, 'data-autoscaler', model.autoscaler === null ? 'none' : 'some'),
        () => header.show(),
        () => notices.show(),
        () => run.show(),
        () => signals.show(),
        () => tiles.show(),
        () => tables.showStatus(),
    ],
    choice: [() => decisions.forget(), address],
    points: [() => charts.show(), () => tiles.show()],
    decisions: [() => decisions.show(), () => signals.show(), () => tiles.show(), () => charts.redraw()],
    events: [() => tables.showEvents()],
};

/** A part that fails is reported to the console and takes no other part down. */
function show(what) {
    for (const part of PARTS[what]) {
        try {
            part();
        } catch (failure) {
            reportError(failure);
        }
    }
}

/** The address of the page names the autoscaler when there is more than one. */
function address() {
    const here = new URL(location.href);
    here.searchParams.delete(CHOICE);
    if (model.autoscalers.length > 1) {
        here.searchParams.set(CHOICE, keyOf(model.autoscaler));
    }
    history.replaceState(null, '', here);
}

theme(byId('theme'), () => {
    forgetColours();
    charts.redraw();
});
const connection = new Connection(api.streamAddress, {
    opened: () => model.opened(),
    phase: changed => model.connectionChanged(changed),
    status: status => model.takeStatus(status),
    decision: decision => model.takeDecision(decision),
    event: event => model.takeEvent(event),
});
model.connection = connection;
model.listen(show);
show('connection');
show('decisions');
connection.start();
