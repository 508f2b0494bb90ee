"""What the words for materials look like in Blender."""

from __future__ import annotations

import bpy

FLAT = {
    # word: (colour, roughness, metallic, emission strength)
    "dark": ("#15161a", 0.6, 0, 0),
    "trim": ("#1f2125", 0.55, 0, 0),
    "tyre": ("#17171a", 0.85, 0, 0),
    "rim": ("#b9bcc2", 0.3, 0.9, 0),
    "steel": ("#8d8f92", 0.5, 0.6, 0),
    "grille": ("#101114", 0.35, 0.3, 0),
    "seam": ("#0f0f12", 0.7, 0, 0),
    "pillar": ("#121317", 0.3, 0, 0),
    "glass": ("#0d1418", 0.04, 0, 0),
    "mirror": ("#c8d4dc", 0.03, 1, 0),
    "plate": ("#e9e7dc", 0.5, 0, 0),
    "headlamp": ("#dfe6ea", 0.12, 0.3, 0),
    "headlamp_on": ("#fff3d6", 0.2, 0, 14),
    "taillamp": ("#7a0f12", 0.25, 0, 0),
    "taillamp_on": ("#ff2a1c", 0.3, 0, 5),
    "amber": ("#ffb02e", 0.4, 0, 2.2),
    "stripe": ("#e8e4d8", 0.4, 0, 0),
    "engine": ("#55585c", 0.4, 0.7, 0),
    "basket": ("#6b5132", 0.8, 0, 0),
    "seat": ("#3a2a20", 0.6, 0, 0),
    "white": ("#e6e6e2", 0.6, 0, 0),
    "signalbox": ("#121316", 0.5, 0, 0),
    "steelpost": ("#7d8286", 0.45, 0.5, 0),
    "iron": ("#22262a", 0.5, 0.3, 0),
    "lens_red_on": ("#ff2618", 0.3, 0, 7),
    "lens_amber_on": ("#ffa51e", 0.3, 0, 7),
    "lens_green_on": ("#2fe08a", 0.3, 0, 6),
    "lens_red_off": ("#3a0f0e", 0.25, 0, 0),
    "lens_amber_off": ("#3d2a0c", 0.25, 0, 0),
    "lens_green_off": ("#0c2c1f", 0.25, 0, 0),
    "lamp_on": ("#ffdca0", 0.3, 0, 30),
    "lampglass": ("#cfd6da", 0.2, 0, 0),
    "stone": ("#b9b3a6", 0.8, 0, 0),
    "frame": ("#d9d5cb", 0.6, 0, 0),
    "window": ("#1a232b", 0.05, 0, 0),
    "window_on": ("#ffcf8a", 0.4, 0, 1.7),
    "shopglass": ("#0b1013", 0.015, 0, 0),
    "shopglass_on": ("#8a6f48", 0.05, 0, 0.5),
    "shutter": ("#8f9498", 0.5, 0.4, 0),
    "wood": ("#8a6440", 0.7, 0, 0),
    "bark": ("#4b3a2c", 0.9, 0, 0),
    "kerb": ("#9d9a92", 0.8, 0, 0),
    "mark": ("#e4e3dc", 0.6, 0, 0),
    "poster": ("#ece6d6", 0.7, 0, 0),
    "mannequin": ("#d8c3ae", 0.5, 0, 0),
    "gable": ("#cfc5b2", 0.8, 0, 0),
    "metal": ("#9a9da0", 0.4, 0.7, 0),
}
ROUGH = {
    "paint": 0.32,
    "cloth": 0.85,
    "skin": 0.6,
    "wall": 0.85,
    "leaf": 0.8,
    "roof": 0.8,
    "print": 0.8,
    "hair": 0.7,
}


def rgb(code):
    """Linear colour of a #rrggbb code."""
    values = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)


def speckle(nt, shader, a, b, scale, detail=2.0):
    """Colour that wanders between a and b."""
    geo = nt.nodes.new("ShaderNodeNewGeometry")
    noise = nt.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = scale
    noise.inputs["Detail"].default_value = detail
    mix = nt.nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    mix.inputs[6].default_value = (*a, 1)
    mix.inputs[7].default_value = (*b, 1)
    nt.links.new(geo.outputs["Position"], noise.inputs["Vector"])
    nt.links.new(noise.outputs["Fac"], mix.inputs[0])
    nt.links.new(mix.outputs[2], shader.inputs["Base Color"])
    return noise


def ramp(nt, source, target, low, high, out_low, out_high):
    node = nt.nodes.new("ShaderNodeMapRange")
    for name, v in zip(("From Min", "From Max", "To Min", "To Max"), (low, high, out_low, out_high), strict=True):
        node.inputs[name].default_value = v
    nt.links.new(source, node.inputs["Value"])
    nt.links.new(node.outputs["Result"], target)


def bricks(nt, shader, colour, mortar, width, row):
    geo = nt.nodes.new("ShaderNodeNewGeometry")
    tex = nt.nodes.new("ShaderNodeTexBrick")
    tex.inputs["Color1"].default_value = (*colour, 1)
    tex.inputs["Color2"].default_value = (*[c * 0.86 for c in colour], 1)
    tex.inputs["Mortar"].default_value = (*mortar, 1)
    tex.inputs["Scale"].default_value = 1
    tex.inputs["Mortar Size"].default_value = 0.012
    tex.inputs["Brick Width"].default_value = width
    tex.inputs["Row Height"].default_value = row
    nt.links.new(geo.outputs["Position"], tex.inputs["Vector"])
    nt.links.new(tex.outputs["Color"], shader.inputs["Base Color"])


def material(word, wet):
    """The Blender material for a word such as "paint:#a03020"; made once per scene."""
    mat = bpy.data.materials.new(word)
    mat.use_nodes = True
    nt = mat.node_tree
    shader = nt.nodes["Principled BSDF"]
    kind, _, code = word.partition(":")
    if code:
        colour = rgb(code)
        shader.inputs["Base Color"].default_value = (*colour, 1)
        shader.inputs["Roughness"].default_value = ROUGH[kind]
        if kind == "paint":
            shader.inputs["Coat Weight"].default_value = 0.5
            shader.inputs["Coat Roughness"].default_value = 0.06
        elif kind == "wall":
            speckle(nt, shader, [c * 0.88 for c in colour], [min(1, c * 1.1) for c in colour], 0.8, 4)
        elif kind == "leaf":
            speckle(nt, shader, [c * 0.55 for c in colour], [min(1, c * 1.5) for c in colour], 5.5, 3)
        elif kind == "roof":
            bricks(nt, shader, colour, [c * 0.5 for c in colour], 0.35, 0.3)
    elif word == "asphalt":
        noise = speckle(
            nt,
            shader,
            (0.055, 0.056, 0.06) if not wet else (0.03, 0.031, 0.034),
            (0.095, 0.096, 0.10) if not wet else (0.055, 0.056, 0.06),
            0.9,
            8,
        )
        if wet:
            noise.inputs["Scale"].default_value = 0.35
            ramp(nt, noise.outputs["Fac"], shader.inputs["Roughness"], 0.42, 0.58, 0.03, 0.32)
        else:
            shader.inputs["Roughness"].default_value = 0.85
    elif word == "paving":
        bricks(nt, shader, (0.33, 0.31, 0.29) if not wet else (0.2, 0.19, 0.18), (0.16, 0.15, 0.14), 0.6, 0.6)
        shader.inputs["Roughness"].default_value = 0.22 if wet else 0.8
    elif word == "grass":
        speckle(nt, shader, (0.05, 0.10, 0.03), (0.13, 0.19, 0.06), 1.4, 6)
        shader.inputs["Roughness"].default_value = 0.9
    elif word == "water":
        shader.inputs["Base Color"].default_value = (0.05, 0.10, 0.13, 1)
        shader.inputs["Roughness"].default_value = 0.12
    else:
        code, rough, metal, glow = FLAT[word]
        shader.inputs["Base Color"].default_value = (*rgb(code), 1)
        shader.inputs["Roughness"].default_value = rough
        shader.inputs["Metallic"].default_value = metal
        if word in ("shopglass", "window"):
            shader.inputs["Specular IOR Level"].default_value = 0.9
            shader.inputs["IOR"].default_value = 2.2 if word == "shopglass" else 1.7
        if glow:
            shader.inputs["Emission Color"].default_value = (*rgb(code), 1)
            shader.inputs["Emission Strength"].default_value = glow
    return mat
