// Owns what stands behind and above the lines of every chart: phases and adaptation windows of the run, stretches
// without an opinion, marks of scalings, the target line. Draws on the canvas of a uPlot.

import {colour} from './palette.js';

const HATCH = 7;
const MARK = 4.5;

/**
 * A uPlot plugin.
 *
 * @param scene gives `{phases: [{from, to, adaptationTo}], scales: [{time, up}], abstains: [{from, to}]}`, in seconds
 * @param target the value of the target line, or null
 */
export function backdrop(scene, target) {
    return {
        hooks: {
            drawClear: plot => clipped(plot, () => {
                const {phases, abstains} = scene();
                phases.forEach((phase, index) => {
                    if (index % 2 === 1) {
                        fill(plot, phase.from, phase.to, colour('phase-band'));
                    }
                    if (phase.adaptationTo) {
                        hatch(plot, phase.from, phase.adaptationTo, colour('adaptation'));
                    }
                });
                abstains.forEach(({from, to}) => abstain(plot, from, to));
            }),
            draw: plot => clipped(plot, () => {
                if (target !== null) {
                    line(plot, target);
                }
                scene().scales.forEach(({time, up}) => mark(plot, time, up));
            }),
        },
    };
}

function clipped(plot, draw) {
    const {ctx, bbox} = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    draw();
    ctx.restore();
}

/** The left edge and width of a stretch of time in canvas pixels, at least two pixels wide. */
function extent(plot, from, to) {
    const left = plot.valToPos(from, 'x', true);
    return {left, width: Math.max(2, plot.valToPos(to, 'x', true) - left)};
}

function fill(plot, from, to, style) {
    const {left, width} = extent(plot, from, to);
    plot.ctx.fillStyle = style;
    plot.ctx.fillRect(left, plot.bbox.top, width, plot.bbox.height);
}

function hatch(plot, from, to, style) {
    const {ctx, bbox} = plot;
    const {left, width} = extent(plot, from, to);
    const gap = HATCH * devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, bbox.top, width, bbox.height);
    ctx.clip();
    ctx.beginPath();
    for (let x = left - bbox.height; x < left + width; x += gap) {
        ctx.moveTo(x, bbox.top + bbox.height);
        ctx.lineTo(x + bbox.height, bbox.top);
    }
    ctx.setLineDash([]);
    ctx.strokeStyle = style;
    ctx.lineWidth = devicePixelRatio;
    ctx.stroke();
    ctx.restore();
}

function abstain(plot, from, to) {
    const {ctx, bbox} = plot;
    const {left, width} = extent(plot, from, to);
    fill(plot, from, to, colour('abstain-band'));
    ctx.fillStyle = colour('abstain');
    ctx.fillRect(left, bbox.top + bbox.height - 3 * devicePixelRatio, width, 3 * devicePixelRatio);
}

function line(plot, value) {
    const {ctx, bbox} = plot;
    const y = Math.round(plot.valToPos(value, 'y', true)) + 0.5;
    ctx.beginPath();
    ctx.setLineDash([5 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.strokeStyle = colour('target');
    ctx.lineWidth = 1.25 * devicePixelRatio;
    ctx.stroke();
    ctx.setLineDash([]);
}

/** A triangle at the upper edge: up for more replicas, down for fewer. */
function mark(plot, time, up) {
    const {ctx, bbox} = plot;
    const x = plot.valToPos(time, 'x', true);
    const size = MARK * devicePixelRatio;
    const top = bbox.top + devicePixelRatio;
    const [tip, base] = up ? [top, top + 1.6 * size] : [top + 1.6 * size, top];
    ctx.beginPath();
    ctx.moveTo(x, tip);
    ctx.lineTo(x - size, base);
    ctx.lineTo(x + size, base);
    ctx.closePath();
    ctx.fillStyle = colour(up ? 'up' : 'down');
    ctx.fill();
}
